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

/** The expression's own id, unless it is said. */
type Found = Omit<BindProblem, "id"> & { readonly id?: string };

async function problemsOf(db: Sandbox["db"], expression: Expression, columns: readonly string[]): Promise<Found[]> {
  // No line break after the text: a comment at its end would swallow what the plan writes behind it.
  const statement = expression.kind === "row" ? `SELECT (${expression.sql}) FROM good` : expression.sql;
  const { tree } = await db.row<{ tree: string }>(`SELECT json_serialize_sql(${quoteText(statement)}) AS tree`);
  const problems = lintTree(JSON.parse(tree) as Json, expression.kind === "row" ? "row" : "query", columns);
  return problems.length > 0 ? problems : bindStatement(db, expression, statement);
}

async function bindStatement(db: Sandbox["db"], expression: Expression, statement: string): Promise<Found[]> {
  try {
    const described = await db.rows<Described>(`DESCRIBE ${statement}`);
    const problems = typeProblems(expression, described);
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
    const plain = message
      .replace(/^\w+ Error: /, "")
      .replace("Values list ", "")
      .replaceAll('"good"', "the drop");
    return [{ message: plain, cure }];
  }
}

interface Described {
  readonly column_name: string;
  readonly column_type: string;
}

function typeProblems(expression: Expression, described: readonly Described[]): Found[] {
  if (expression.kind === "table") return tableTypes(expression, described);
  return expression.kind === "row" ? rowType(described) : queryType(described);
}

function tableTypes({ id, gives }: Extract<Expression, { kind: "table" }>, described: readonly Described[]): Found[] {
  const found = new Map(described.map(({ column_name, column_type }) => [column_name.toLowerCase(), column_type]));
  return gives.flatMap(({ name, types, wanted }) => {
    const type = found.get(name.toLowerCase());
    if (type === undefined || new RegExp(`^(?:${types})$`).test(type)) return [];
    const message = `${name} is ${type}, and ${wanted} in the contract`;
    return [{ id: `${id} ${name}`, message, cure: "cast it, or change the column's type in the contract" }];
  });
}

function rowType([column]: readonly Described[]): Found[] {
  const type = column?.column_type ?? "nothing";
  if (type === "BOOLEAN") return [];
  return [{ message: `the expression gives ${type}`, cure: "write a condition that is true where the row is good" }];
}

function queryType(columns: readonly Described[]): Found[] {
  const [column] = columns;
  if (columns.length !== 1 || !column)
    return [{ message: `the query gives ${columns.length} columns`, cure: "select one number or one boolean" }];
  if (/^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|DECIMAL.*|FLOAT|DOUBLE|BOOLEAN)$/.test(column.column_type)) return [];
  return [{ message: `the query gives ${column.column_type}`, cure: "select one number or one boolean" }];
}
