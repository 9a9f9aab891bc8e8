import {
  type Body,
  type Personalization,
  RESERVED_HEADERS,
  recipientsOf,
  UNKNOWN_HERE,
  UNKNOWN_IN_PERSONALIZATION,
} from "./body.ts";
import { type Complaint, complaint } from "./complaint.ts";

// What SendGrid refuses though its description takes it: limits that stand on its pages, and words of its answers. A
// body that fits the description is not yet one that is taken.

const RECIPIENTS = 1_000;
const CUSTOM_ARGS_BYTES = 10_000;
const ASCII = /^[ -~]*$/;

/** Of a body that fits the description. */
export function limitComplaints(body: Body): Complaint[] {
  const { personalizations, from, subject, content = [], headers = {} } = body;
  const recipients = personalizations.flatMap(recipientsOf);
  return [
    ...UNKNOWN_HERE.filter((field) => field in body).map((field) => complaint("this fake does not know it", field)),
    ...(personalizations.length === 0 ? [complaint("The personalizations field is required", "personalizations")] : []),
    ...(recipients.length > RECIPIENTS ? [complaint(`more than ${RECIPIENTS} recipients`, "personalizations")] : []),
    ...(ASCII.test(from.email + (from.name ?? "")) ? [] : [complaint("Unicode is not supported", "from")]),
    ...contentComplaints(content),
    ...headerComplaints(headers, "headers"),
    ...personalizations.flatMap((one, index) => personalizationComplaints(one, `personalizations.${index}`, subject)),
  ];
}

function contentComplaints(content: NonNullable<Body["content"]>): Complaint[] {
  if (content.length === 0)
    return [complaint("Unless a valid template_id is provided, content is required", "content")];
  const types = content.map(({ type }) => type);
  const ordered = types.join().match(/^(text\/plain)?(,?text\/html)?$/) !== null;
  if (ordered) return [];
  return [complaint("If present, text/plain and text/html may only be provided once, in this order", "content")];
}

function personalizationComplaints(one: Personalization, at: string, subject: string | undefined): Complaint[] {
  const recipients = recipientsOf(one);
  const seen = new Set<string>();
  const twice = recipients.find((email) => seen.size === seen.add(email.toLowerCase()).size);
  const bytes = Buffer.byteLength(JSON.stringify(one.custom_args ?? {}));
  const values = Object.values(one.custom_args ?? {});
  return [
    ...UNKNOWN_IN_PERSONALIZATION.filter((field) => field in one).map((field) =>
      complaint("this fake does not know it", `${at}.${field}`),
    ),
    ...(one.to.length === 0 ? [complaint("The to array is required, with at least one address", `${at}.to`)] : []),
    // In SendGrid's own words: they quote the address.
    ...(twice === undefined
      ? []
      : [
          complaint(
            `Each email address in the personalization block should be unique between to, cc, and bcc. We found the first duplicate instance of [${twice}] in the ${at}.to field.`,
            at,
          ),
        ]),
    ...((one.subject ?? subject) ? [] : [complaint("The subject is required", `${at}.subject`)]),
    ...(bytes < CUSTOM_ARGS_BYTES ? [] : [complaint("custom_args may not exceed 10000 bytes", `${at}.custom_args`)]),
    ...(values.every((value) => typeof value === "string")
      ? []
      : [complaint("custom args must be strings", `${at}.custom_args`)]),
    ...headerComplaints(one.headers ?? {}, `${at}.headers`),
  ];
}

function headerComplaints(headers: Readonly<Record<string, unknown>>, at: string): Complaint[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    if (RESERVED_HEADERS.has(name.toLowerCase())) return [complaint("the header is reserved", `${at}.${name}`)];
    const plain = /^[!-9;-~]+$/.test(name) && typeof value === "string" && ASCII.test(value);
    return plain ? [] : [complaint("a header's name and value must be ASCII, of one line", `${at}.${name}`)];
  });
}
