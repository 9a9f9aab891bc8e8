import type { Case } from "./arbitrary/contracts.ts";

/** A counterexample as a person reads it: columns, rules and rows, one a line. */
export function describeCase({ contract, rows, lifts }: Case): string {
  const fields = contract.fields.map(({ name, type }) => `  ${name}: ${shown(type)}`);
  const rules = contract.rules.map(({ id, path, test, severity, disposition, threshold }) => {
    return `  ${id}: ${path} ${shown(test)} ${severity} ${disposition} ${shown(threshold)}`;
  });
  const values = rows.map((row, index) => `  ${index}: ${shown(row)}`);
  return [`lifts ${shown(lifts)}`, "columns", ...fields, "rules", ...rules, "rows", ...values].join("\n");
}

function shown(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === "bigint") return `${part}n`;
    if (typeof part === "number" && (!Number.isFinite(part) || Object.is(part, -0)))
      return Object.is(part, -0) ? "-0" : String(part);
    return part instanceof Uint8Array ? `0x${Buffer.from(part).toString("hex")}` : part;
  });
}
