import { Ajv2019, type ErrorObject, type ValidateFunction } from "ajv/dist/2019.js";
import type { Cursor } from "./cursor.ts";
import { timestampText } from "./instant.ts";
import type { Report } from "./lint.ts";
import { allowedKeys } from "./schema-keys.ts";
import { explain } from "./schema-message.ts";
import odcs from "./schemas/odcs-json-schema-v3.1.0.json" with { type: "json" };

/** First line of a contract in `contracts/`: editors then check and complete while one types. */
export const MODELINE = "# yaml-language-server: $schema=../lakehouse/contract/schemas/odcs-json-schema-v3.1.0.json";

let validate: ValidateFunction | undefined;

function compiled(): ValidateFunction {
  if (validate) return validate;
  // Whoever reads a contract waits for this: a schema that is right, and code that runs a few times, need no more work.
  const inHaste = { validateSchema: false, code: { optimize: false } };
  const ajv = new Ajv2019({ strict: false, allErrors: true, verbose: true, ...inHaste });
  // Locations may hold globs, which are no URIs.
  ajv.addFormat("uri", true);
  ajv.addFormat("date", true);
  ajv.addFormat(
    "date-time",
    (text: string) => /T.*(Z|[-+]\d{2}:?\d{2})$/i.test(text) && timestampText(text, "utc") !== null,
  );
  validate = ajv.compile(odcs);
  return validate;
}

/** Checks a contract against the JSON Schema of ODCS 3.1.0 and reports each mistake once, in words. */
export function checkSchema(root: Cursor, json: unknown, report: Report): void {
  const check = compiled();
  if (check(json)) return;
  const errors = check.errors ?? [];
  const causes = errors
    .filter(isCause)
    .filter((error, _index, all) => error.keyword !== "oneOf" || isDeepest(error, all));
  const seen = new Set<string>();
  for (const error of causes) {
    const { rule, where, message, cure } = explain(error, root);
    const identity = `${rule} ${where.line}:${where.column} ${message}`;
    if (!seen.has(identity)) report(rule, where, message, cure);
    seen.add(identity);
  }
  if (seen.size === 0) {
    const at = root.follow(errors[0]?.instancePath ?? "");
    report("schema-value", at.place, "the value does not fit ODCS 3.1.0", "compare it with the standard");
  }
}

/** A choice of forms is the cause only if nothing inside the value is; a rule's operators are explained as a whole. */
function isDeepest(error: ErrorObject, all: readonly ErrorObject[]): boolean {
  if (error.schemaPath.includes("Operators")) return true;
  const inside = `${error.instancePath}/`;
  return !all.some((other) => other.keyword !== "oneOf" && `${other.instancePath}/`.startsWith(inside));
}

/** Ajv repeats a mistake once for every branch and every enclosing keyword; only one of these is the cause. */
function isCause(error: ErrorObject): boolean {
  if (["if", "allOf", "not"].includes(error.keyword)) return false;
  if (/\/(oneOf|anyOf)\/\d+\//.test(error.schemaPath)) return false;
  // A version that is not read has a message of its own.
  if (error.instancePath === "/apiVersion" && error.keyword === "enum") return false;
  if (error.keyword !== "unevaluatedProperties") return true;
  // A failing sibling keyword makes known keys look unknown.
  return !allowedKeys(error.parentSchema, error.data, odcs.$defs).has(String(error.params.unevaluatedProperty));
}
