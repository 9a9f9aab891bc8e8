import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import type { Complaint } from "./complaint.ts";

const file = join(import.meta.dirname, "schemas/tsg_mail_v3.json");
const BODY = "#/components/requestBodies/PostMailSend/content/application~1json/schema";

/** What SendGrid's own description of POST /v3/mail/send says against a body; it is closed, so that a misspelt field is seen. */
export function schemaComplaints(body: unknown): Complaint[] {
  if (validate(body)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => {
    const inside = typeof params.additionalProperty === "string" ? `/${params.additionalProperty}` : "";
    const field = `${instancePath}${inside}`.slice(1).replaceAll("/", ".");
    return { message: message ?? "is wrong", field: field === "" ? null : field, help: null };
  });
}

const ajv = new Ajv2020({ allErrors: true, strict: false, logger: false });
formats.default(ajv);
ajv.addSchema(closed(JSON.parse(readFileSync(file, "utf8"))), "mail");
const validate = ajv.compile({ $ref: `mail${BODY}` });

/** No object that names its properties may have others. */
function closed(schema: unknown): object {
  const close = (_: string, value: unknown): unknown => {
    const named = typeof value === "object" && value !== null && "properties" in value && "type" in value;
    return named && !("additionalProperties" in value) ? { ...value, additionalProperties: false } : value;
  };
  return JSON.parse(JSON.stringify(schema), close);
}
