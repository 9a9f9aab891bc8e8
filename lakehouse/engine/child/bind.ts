import { quoteName, quoteText } from "../../plan/quote.ts";
import type { BindProblem, Expression, Request } from "../protocol.ts";
import { type Json, lintTree } from "./lint-tree.ts";
import type { Sandbox } from "./sandbox.ts";

/**
 * Tries every text of a contract against a table of its types with one row of NULLs, first as a tree (what may stand there), then in
 * DuckDB's binder (names and types). All problems at once.
 */
export async function bind({ db }: Sandbox, request: Extract<Request, { kind: "bind" }>): Promise<BindProblem[]> {
  const columns = request.table.map(({ name, type }) => `${quoteName(name)} ${type}`).join(", ");
  await db.run(`CREATE OR REPLACE TEMP TABLE good (${columns})`);
  await db.run("INSERT INTO good DEFAULT VALUES");
  const names = request.table.map(({ name }) => name);
  const found: BindProblem[] = [];
  for (const expression of request.expressions) {
    const problems = await problemsOf(db, expression, names);
    found.push(...problems.map((problem) => ({ id: expression.id, ...problem })));
  }
  return found;
}

type Found = Omit<BindProblem, "id">;

async function problemsOf(db: Sandbox["db"], expression: Expression, columns: readonly string[]): Promise<Found[]> {
  // No line break after the text: a comment at its end would swallow what the plan writes behind it.
  const statement = expression.kind === "row" ? `SELECT (${expression.sql}) FROM good` : expression.sql;
  const { tree } = await db.row<{ tree: string }>(`SELECT json_serialize_sql(${quoteText(statement)}) AS tree`);
  const problems = lintTree(JSON.parse(tree) as Json, expression.kind, columns);
  return problems.length > 0 ? problems : bindStatement(db, expression.kind, statement);
}

async function bindStatement(db: Sandbox["db"], kind: Expression["kind"], statement: string): Promise<Found[]> {
  try {
    const described = await db.rows<{ column_type: string }>(`DESCRIBE ${statement}`);
    const problems = kind === "row" ? rowType(described) : queryType(described);
    // Constants are converted when first used, so `a > 'x'` is found only here.
    if (problems.length === 0) await db.run(statement);
    return problems;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const [message = text, hint] = text.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("LINE"));
    const cure =
      hint && /did you mean|candidate/i.test(`${message}${hint}`)
        ? hint.trim()
        : "check names and types against the columns of the contract";
    return [{ message: message.replace(/^\w+ Error: /, "").replaceAll('"good"', "the drop"), cure }];
  }
}

function rowType([column]: readonly { column_type: string }[]): Found[] {
  const type = column?.column_type ?? "nothing";
  if (type === "BOOLEAN") return [];
  return [{ message: `the expression gives ${type}`, cure: "write a condition that is true where the row is good" }];
}

function queryType(columns: readonly { column_type: string }[]): Found[] {
  const [column] = columns;
  if (columns.length !== 1 || !column)
    return [{ message: `the query gives ${columns.length} columns`, cure: "select one number or one boolean" }];
  if (/^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|DECIMAL.*|FLOAT|DOUBLE|BOOLEAN)$/.test(column.column_type)) return [];
  return [{ message: `the query gives ${column.column_type}`, cure: "select one number or one boolean" }];
}
