import { labelProblems } from "../../../lakehouse/plan/dataflow/labels.ts";
import { type Forms, form, upTo } from "./name-forms/form.ts";
import { FORMS } from "./name-forms/table.ts";
import type { Resource } from "./registry.ts";
import { UNKNOWN } from "./values.ts";

// What a service refuses by the look of it. A name that is a letter too long for the longest environment or dataset is
// found here, and not by somebody else's `pulumi up`.

type Values = Readonly<Record<string, unknown>>;

const MEMBER = form(
  /^((user|group|serviceAccount):[^\s:@]+@[^\s:@]+|domain:[a-z0-9.-]+|project(Owner|Editor|Viewer):[a-z0-9-]+|all(Authenticated)?Users)$/,
  "`user:`, `group:` or `serviceAccount:` and an address",
);
const GRANT: Forms = {
  role: form(
    /^(roles|projects\/[a-z0-9-]+\/roles|organizations\/\d+\/roles)\/[A-Za-z0-9_.]+$/,
    "roles/NAME or projects/PROJECT/roles/NAME",
  ),
  member: MEMBER,
  "condition.title": upTo(100),
};
const AT_MOST_LABELS = 64;
/** Of a condition. */
const AT_MOST_OPERATORS = 12;
/** Where `labels` are others than those that bills are told apart by. */
const OTHER_LABELS = new Set(["gcp:monitoring/notificationChannel:NotificationChannel"]);

/** `PATH: reason → cure`. What is not known yet is not looked at. */
export function nameProblems({ type, inputs }: Resource): string[] {
  const forms = { ...(/iammember$/i.test(type) ? GRANT : {}), ...FORMS[type] };
  return [
    ...Object.entries(forms).flatMap(([path, { pattern, takes }]) =>
      textsAt(inputs, path)
        .filter((text) => !text.includes(UNKNOWN) && !pattern.test(text))
        .map((text) => `${path}: ${JSON.stringify(text)} → write ${takes}`),
    ),
    ...operatorProblems(inputs),
    ...(OTHER_LABELS.has(type) ? [] : ["labels", "userLabels"].flatMap((name) => labelsProblems(inputs[name], name))),
  ];
}

function labelsProblems(labels: unknown, at: string): string[] {
  if (labels === null || typeof labels !== "object") return [];
  const known = Object.entries(labels).filter(([, value]) => typeof value === "string" && value !== UNKNOWN);
  return [
    ...labelProblems(Object.fromEntries(known)),
    ...(Object.keys(labels).length > AT_MOST_LABELS ? [`${at}: are too many → at most ${AT_MOST_LABELS}`] : []),
  ];
}

function operatorProblems(inputs: Values): string[] {
  const path = "condition.expression";
  return textsAt(inputs, path)
    .filter((text) => (text.match(/&&|\|\||!(?!=)/g) ?? []).length > AT_MOST_OPERATORS)
    .map(() => `${path}: has too many of &&, || and ! → at most ${AT_MOST_OPERATORS}, or two grants`);
}

/** All texts at a path; `[]` is every item of a list. */
function textsAt(inputs: Values, path: string): string[] {
  const found = path.split(".").reduce<unknown[]>(
    (values, step) => {
      const name = step.replace("[]", "");
      const members = values.flatMap((value) => (value as Values | null | undefined)?.[name] ?? []);
      return step.endsWith("[]") ? members.flat() : members;
    },
    [inputs],
  );
  return found.filter((value) => typeof value === "string");
}
