import { join } from "node:path";
import { quoteText } from "../../plan/quote.ts";
import type { Request, Table } from "../protocol.ts";
import type { Sandbox } from "./sandbox.ts";

/** Runs Sluice's own statements over the box's file, whose path stands at `{input}`; for drafting contracts. */
export async function ask({ db, folder }: Sandbox, request: Extract<Request, { kind: "ask" }>): Promise<Table[]> {
  const input = quoteText(join(folder, request.box.input));
  const tables: Table[] = [];
  for (const statement of request.statements) tables.push(await db.table(statement.replaceAll("{input}", () => input)));
  return tables;
}
