import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Plan } from "../../plan/plan.ts";
import { quoteName, quoteText } from "../../plan/quote.ts";
import type { Matched } from "../protocol.ts";
import { readFooter, type SchemaElement } from "./footer.ts";
import type { Sandbox } from "./sandbox.ts";
import { readTail } from "./tail.ts";

/** What our writer gives for a plan, by plan hash: the same for every drop. */
const written = new Map<string, string>();

/**
 * True where the drop's columns, order, names, types and Parquet encodings are what a rewrite would give, so that a
 * clean drop can be loaded as it is. Asked of the writer itself (an empty file), not of a table of types.
 */
export async function hasSameEncoding(
  sandbox: Sandbox,
  hash: string,
  plan: Plan,
  matched: Matched,
  schema: readonly SchemaElement[],
): Promise<boolean> {
  const sameNames =
    matched.raw.length === plan.columns.length &&
    plan.columns.every((column, index) => column.name === matched.raw[index]?.name);
  if (!sameNames || matched.quarantineAll) return false;
  const ours = written.get(hash) ?? (await writeNothing(sandbox, plan));
  written.set(hash, ours);
  return shapeOf(schema) === ours;
}

async function writeNothing({ db, folder }: Sandbox, plan: Plan): Promise<string> {
  const path = join(folder, "shape.parquet");
  const typed = plan.columns.map(({ name, type }) => `CAST(NULL AS ${type}) AS ${quoteName(name)}`).join(", ");
  const output = plan.columns.map((column) => `${column.output} AS ${quoteName(column.name)}`).join(", ");
  await db.run(`COPY (SELECT ${output} FROM (SELECT ${typed}) WHERE false) TO ${quoteText(path)} (FORMAT parquet)`);
  const { footer } = readTail(path, Number.MAX_SAFE_INTEGER);
  const { schema } = readFooter(footer, { elements: Number.MAX_SAFE_INTEGER, rowGroups: 1 });
  rmSync(path);
  return shapeOf(schema);
}

/** The root is the writer's signature and means nothing. */
function shapeOf(schema: readonly SchemaElement[]): string {
  return JSON.stringify(schema.slice(1).map(({ name, encoding }) => [name, encoding]));
}
