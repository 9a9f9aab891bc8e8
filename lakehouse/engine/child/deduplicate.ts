import { join } from "node:path";
import type { Plan } from "../../plan/plan.ts";
import { quoteText, splice } from "../../plan/quote.ts";
import type { Deduplicated, LocalFile, Request } from "../protocol.ts";
import { splitStatementsOf } from "../split-statements.ts";
import { countPartitions, viewGood } from "./good-rows.ts";
import type { Sandbox } from "./sandbox.ts";
import { fileOf } from "./split.ts";

/** Leaves out rows that are equal in every column to an earlier row of the drop. Only files that hold one are rewritten. */
export async function deduplicate(
  { db, folder }: Sandbox,
  plan: Plan,
  request: Extract<Request, { kind: "deduplicate" }>,
): Promise<Deduplicated> {
  const { duplicates, withoutDuplicates } = splitStatementsOf(plan);
  if (duplicates === null || withoutDuplicates === null) throw new RangeError("the plan keeps exact duplicates");
  await viewGood({ db, folder }, plan, request.box.input, request.good);
  await db.run(duplicates);
  const { extra } = await db.row<{ extra: string }>("SELECT count(*) AS extra FROM extra");
  const files = request.good.kind === "files" ? request.good.files : [];
  const good: LocalFile[] = [];
  for (const { file, rows } of files) {
    const input = quoteText(join(folder, file));
    const { twice } = await db.row<{ twice: string }>(
      `SELECT count(*) AS twice FROM read_parquet(${input}) SEMI JOIN extra USING (sluice_row)`,
    );
    if (twice === "0") good.push({ file, rows });
    else {
      const fewer = `distinct-${file}`;
      const written = await db.run(splice(withoutDuplicates, { input, output: quoteText(join(folder, fewer)) }));
      good.push(...[fileOf(folder, fewer, written)].filter((kept) => kept !== null));
    }
  }
  // Counted anew without the copies. The view is renamed first: a view cannot be replaced by one that reads it.
  await db.run("ALTER VIEW good RENAME TO all_good");
  await db.run("CREATE TEMP VIEW good AS SELECT * FROM all_good ANTI JOIN extra USING (sluice_row)");
  const { partitions, newestMicros } = await countPartitions(db, plan);
  await db.run("DROP VIEW good; DROP VIEW all_good; DROP TABLE extra");
  return { duplicates: Number(extra), good, partitions, newestMicros };
}
