import { shortType, shown, valueAt, valuesAt } from "../look.ts";
import type { Guarded, Rule } from "../rule.ts";

/** What holds data, and the input that would let `pulumi destroy` empty it. */
const HOLDS_DATA: Readonly<Record<string, string | null>> = {
  "storage.Bucket": "forceDestroy",
  "bigquery.Dataset": "deleteContentsOnDestroy",
  "compute.Disk": null,
  // Destroyed, it takes with it all that it encrypts.
  "kms.CryptoKey": null,
  "kms.KeyRing": null,
};

export const protectedData: Rule = {
  name: "protected-data",
  description: "Where `sluice:protect` is set, nothing that holds data can be deleted, emptied or replaced.",
  check(resource, { protect }) {
    if (!protect || isPassing(resource)) return [];
    return [...unprotected(resource), ...looseTable(resource)];
  },
};

function unprotected({ type, inputs, protect }: Guarded): string[] {
  const emptying = HOLDS_DATA[shortType(type)];
  if (emptying === undefined) return [];
  return [
    ...(protect ? [] : ["protect: is not set, and it holds data → this.kept"]),
    ...(emptying !== null && inputs[emptying] === true ? [`${emptying}: is true, and it holds data → false`] : []),
  ];
}

/** The provider makes a table anew by deleting it first. */
function looseTable({ type, inputs }: Guarded): string[] {
  const isTable =
    shortType(type) === "bigquery.Table" && !["view", "externalDataConfiguration"].some((one) => one in inputs);
  if (!isTable || inputs.deletionProtection !== false) return [];
  return [`deletionProtection: is ${shown(false)}, and a changed schema would delete its rows → true`];
}

/** What keeps nothing for long: tables that go by themselves, and a bucket whose deleted objects are gone at once. */
function isPassing({ type, inputs }: Guarded): boolean {
  if (shortType(type) === "bigquery.Dataset") return valueAt(inputs, "defaultTableExpirationMs") !== undefined;
  if (valueAt(inputs, "softDeletePolicy.retentionDurationSeconds") !== 0) return false;
  return valuesAt(inputs, "lifecycleRules").some(
    (rule) => valueAt(rule, "action.type") === "Delete" && valuesAt(rule, "condition.matchesPrefixes").length === 0,
  );
}
