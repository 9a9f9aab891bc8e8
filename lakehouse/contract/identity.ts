import type { Cursor } from "./cursor.ts";
import { datasetOfFile } from "./files.ts";
import type { Report } from "./lint.ts";
import { MODELINE } from "./schema.ts";
import type { SchemaObject } from "./schema-object.ts";

const DATASET = /^[a-z][a-z0-9_]{0,62}$/;
const TABLE = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;

/** The JSON Schema knows older versions and not the newer one; only 3.1.0 is read. */
export function checkVersion(root: Cursor, report: Report): void {
  const at = root.get("apiVersion");
  const version = at?.asText() ?? null;
  if (!at || version === null || version === "v3.1.0") return;
  if (/^v3\.0\.[0-2]$/.test(version)) {
    report("api-version-old", at.place, `${version} is read as v3.1.0`, "write `apiVersion: v3.1.0`");
  } else {
    const newer = /^v?3\.[2-9]/.test(version);
    const cure = newer
      ? "write `apiVersion: v3.1.0` and the 3.1 spelling of what is new (an enum is a rule `invalidValues`, a map `physicalType: JSON`)"
      : "write `apiVersion: v3.1.0` and bring the contract up to it";
    report("api-version", at.place, `Sluice reads ODCS v3.1.0, not ${at.shown()}`, cure);
  }
}

/** Editors find the JSON Schema by the first comment. Only for files in a folder of contracts. */
export function checkModeline(text: string, file: string, report: Report): void {
  if (!/(^|\/)contracts\/[^/]+$/.test(file)) return;
  const line = text.split("\n").findIndex((one) => one.startsWith("# yaml-language-server:"));
  if (text.split("\n")[line]?.trim() === MODELINE) return;
  const message = line < 0 ? "editors do not know the schema of this file" : "the schema line names another schema";
  report("modeline", { file, line: Math.max(line, 0) + 1, column: 1 }, message, `write ${MODELINE}`);
}

/** The dataset's name: of the schema object, and of the file. */
export function readDataset({ at, report }: SchemaObject, file: string): string {
  const name = at.text("name");
  // A missing name has been reported with the JSON Schema.
  if (name === null) return "";
  const where = (at.get("name") ?? at).place;
  const stem = datasetOfFile(file);
  if (!DATASET.test(name)) {
    report(
      "dataset-name",
      where,
      `${JSON.stringify(name)} is no dataset name`,
      "write lower-case letters, digits and _, at most 63, a letter first",
    );
  } else if (name !== stem) {
    report("dataset-name", where, `the dataset ${name} stands in the file ${stem}`, `name the file ${name}.odcs.yaml`);
  }
  return name;
}

/** Table and quarantine table. */
export function readTables(
  { at, settings, report }: SchemaObject,
  dataset: string,
): { table: string; quarantineTable: string } {
  const physical = at.text("physicalName");
  if (physical === null) settings.defaulted.push("physicalName");
  const table = physical ?? dataset;
  const quarantineTable = settings.text("quarantineTable") ?? `${table}_quarantine`;
  const cure = "write letters, digits and _; project and dataset come from the environment";
  if (physical !== null && !TABLE.test(physical)) {
    report("table-name", (at.get("physicalName") ?? at).place, `${JSON.stringify(physical)} is no table name`, cure);
  }
  const where = settings.place("quarantineTable", at);
  if (!TABLE.test(quarantineTable) && TABLE.test(table)) {
    report("table-name", where, `${JSON.stringify(quarantineTable)} is no table name`, cure);
  }
  if (quarantineTable.toLowerCase() === table.toLowerCase()) {
    report("table-name", where, "quarantine would be the table itself", "name another table");
  }
  return { table, quarantineTable };
}
