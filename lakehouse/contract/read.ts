import type { Contract } from "./contract.ts";
import type { Cursor } from "./cursor.ts";
import { readDerived } from "./derived/read.ts";
import { OF_DROPS } from "./derived/settings.ts";
import { readFields } from "./fields.ts";
import { frozen } from "./frozen.ts";
import { checkModeline, checkVersion, readDataset, readTables } from "./identity.ts";
import { checkKeyPartition, readClustering, readKey, readSequence } from "./key.ts";
import { readLanding, refuseLanding } from "./landing.ts";
import { collect, type Report } from "./lint.ts";
import { readPartition } from "./partition.ts";
import { readOwner, readRecipients } from "./people.ts";
import { checkPolicies, readPolicies } from "./policies.ts";
import { type Problem, sortProblems } from "./problem.ts";
import { readRoles } from "./roles.ts";
import { checkSchema } from "./schema.ts";
import type { SchemaObject } from "./schema-object.ts";
import { readSettings } from "./settings.ts";
import { readSla } from "./sla.ts";
import { readTests } from "./tests.ts";
import { parseText } from "./text.ts";

export interface Reading {
  /** Null if and only if a problem is an error. Deeply frozen. */
  readonly contract: Contract | null;
  /** The contract, or what was read of one with errors if all its columns were: enough to bind its SQL, and no more. */
  readonly draft: Contract | null;
  /** Everything wrong or worth knowing, in the order of the text. */
  readonly problems: readonly Problem[];
}

/**
 * Reads one contract: text in, typed model or problems out. Never throws; every problem is found in one go.
 * `file` is where the text stands, as problems should name it; its stem must be the dataset's name. With the `sql` that
 * stands beside it the table is derived: what only its inputs can tell, `readCatalog` tells.
 */
export function readContract(text: string, file: string, sql: string | null = null): Reading {
  const { problems, report } = collect();
  const parsed = parseText(text, file, report);
  if (!parsed) return { contract: null, draft: null, problems: sortProblems(problems) };
  const { root, json } = parsed;
  if (root.kind !== "map") {
    report(
      "schema-value",
      root.place,
      `the contract is ${root.shown()}`,
      "begin with `apiVersion: v3.1.0` and `kind: DataContract`",
    );
    return { contract: null, draft: null, problems };
  }
  checkModeline(text, file, report);
  checkVersion(root, report);
  checkSchema(root, json, report);
  const read = readRoot(root, file, sql, report);
  const contract = read && !problems.some(({ severity }) => severity === "error") ? frozen(read) : null;
  const hasAllColumns = read?.fields.length === root.list("schema")[0]?.list("properties").length;
  return { contract, draft: hasAllColumns ? read : null, problems: sortProblems(problems) };
}

function readRoot(root: Cursor, file: string, sql: string | null, report: Report): Contract | null {
  const server: string[] = [];
  const general = readSettings(root, "contract", report);
  const landing = sql === null ? readLanding(root, server, report) : refuseLanding(root, file, report);
  const sla = readSla(root, report);
  const recipients = readRecipients(root, report);
  const at = onlySchema(root, report);
  if (!at) return null;
  const refused: ReadonlySet<string> = sql === null ? NO_NAMES : OF_DROPS;
  const settings = readSettings(at, "schema", report, refused);
  const derived = sql === null ? null : readDerived(sql, file, at, report);
  const { fields, located } = readFields(at, report);
  const columns = new Map(located.filter(({ top }) => top).map((column) => [column.path, column]));
  const schema: SchemaObject = { at, settings, located, columns, derived: derived !== null, report };
  const dataset = readDataset(schema, file);
  const tables = readTables(schema, dataset);
  const key = readKey(schema);
  const partition = readPartition(schema, sla.retentionDays);
  const policies = readPolicies(schema, key);
  const clustering = readClustering(schema, key, partition);
  const sequence = readSequence(schema, key);
  checkKeyPartition(schema, key, partition, policies);
  checkPolicies(schema, policies, key, sequence, partition);
  const { rules, checks } = readTests(root, schema, key, partition, policies);
  const roles = readRoles(root, { fields, landing, derived: derived !== null }, report);
  const runbookUrl = general.text("runbookUrl");
  if (!(landing || derived) || !partition) return null;
  return {
    file,
    dataset,
    id: root.text("id") ?? "",
    version: root.text("version") ?? "",
    status: root.text("status") ?? "",
    title: root.text("name") ?? dataset,
    domain: root.text("domain"),
    tags: [...root.list("tags"), ...at.list("tags")].flatMap((tag) => tag.asText() ?? []),
    description: root.get("description")?.text("purpose") ?? at.text("description"),
    rowDescription: at.text("dataGranularityDescription"),
    ...tables,
    landing,
    derived,
    fields,
    key,
    sequence,
    partition,
    clustering,
    policies,
    rules,
    checks,
    sla,
    owner: readOwner(root),
    recipients,
    roles,
    runbookUrl,
    defaulted: [...new Set([...server, ...settings.defaulted, ...general.defaulted])].filter(
      (name) => !refused.has(name),
    ),
  };
}

const NO_NAMES: ReadonlySet<string> = new Set();

function onlySchema(root: Cursor, report: Report): Cursor | null {
  const [schema, second] = root.list("schema");
  if (!schema || second) {
    const where = (second ?? root.get("schema") ?? root).place;
    const message = `the contract describes ${second ? "more than one object" : "no object"}`;
    report("one-schema", where, message, "write one object under `schema`, and other datasets into files of their own");
  }
  return schema ?? null;
}
