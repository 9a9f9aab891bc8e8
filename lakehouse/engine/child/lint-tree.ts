import type { BindProblem } from "../protocol.ts";
import { foldName } from "./check-schema.ts";
import { QUERY_FUNCTIONS, ROW_FUNCTIONS, SESSION_VALUES } from "./functions.ts";
import { looksAlike } from "./similar.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
type Node = { readonly [name: string]: Json };
type Found = Omit<BindProblem, "id">;
/** A condition over one row, or a query over all. */
type Kind = "row" | "query";

/** Classes of DuckDB's syntax tree that a row's condition may hold, besides functions of the list. */
const ROW_CLASSES = new Set([
  "CONJUNCTION",
  "COMPARISON",
  "CONSTANT",
  "COLUMN_REF",
  "FUNCTION",
  "OPERATOR",
  "BETWEEN",
  "CAST",
  "CASE",
  "LAMBDA",
  "TYPE",
]);
const QUERY_CLASSES = new Set([...ROW_CLASSES, "SUBQUERY", "STAR", "WINDOW"]);
const QUERY_TABLES = new Set(["BASE_TABLE", "SUBQUERY", "JOIN", "EMPTY", "EXPRESSION_LIST"]);

const NAMED: Readonly<Record<string, string>> = {
  SUBQUERY: "a subquery",
  STAR: "a star",
  PARAMETER: "a parameter",
  WINDOW: "a window function",
};

/** What stands in a parsed text that may not: functions off the list, subqueries, parameters, other tables. */
export function lintTree(parsed: Json, kind: Kind, columns: readonly string[]): Found[] {
  const root = asNode(parsed);
  if (!root || root.error === true) {
    const cure = kind === "row" ? "write one DuckDB condition, without comments or a semicolon" : "write one SELECT";
    return [{ message: String(root?.error_message ?? "cannot be parsed"), cure }];
  }
  const [statement, ...more] = asList(root.statements).map(asNode);
  const select = asNode(statement?.node);
  if (!select || more.length > 0) return [{ message: "more than one statement", cure: "write one" }];
  if (kind === "row" && !isBare(select)) {
    return [{ message: "more than one condition over the row", cure: "write one condition; balance its parentheses" }];
  }
  const scope = { kind, columns: new Set(columns.map(foldName)), tables: commonTables(select) };
  const found = walk(kind === "row" ? asList(select.select_list)[0] : select, scope, new Set());
  return [...new Map(found.map((problem) => [problem.message, problem])).values()];
}

/** `SELECT (…) FROM good` and nothing that a closing parenthesis in the text could have added. */
function isBare(select: Node): boolean {
  const empty = ["where_clause", "having", "qualify", "sample"].every((part) => select[part] == null);
  const plain = ["group_expressions", "group_sets", "modifiers"].every((part) => asList(select[part]).length === 0);
  const noCommon = asList(asNode(select.cte_map)?.map).length === 0;
  const from = asNode(select.from_table);
  const overGood = from?.type === "BASE_TABLE" && from.table_name === "good";
  return (
    select.type === "SELECT_NODE" && asList(select.select_list).length === 1 && empty && plain && noCommon && overGood
  );
}

interface Scope {
  readonly kind: Kind;
  readonly columns: ReadonlySet<string>;
  readonly tables: ReadonlySet<string>;
}

function walk(value: Json | undefined, scope: Scope, lambdas: ReadonlySet<string>): Found[] {
  if (Array.isArray(value)) return value.flatMap((item) => walk(item, scope, lambdas));
  const node = asNode(value);
  if (!node) return [];
  const inner = node.class === "LAMBDA" ? new Set([...lambdas, ...lambdaNames(node)]) : lambdas;
  // A constant's value is data; a lambda's left side names its parameters.
  const members = node.class === "CONSTANT" ? [] : Object.entries(node);
  const deeper = members.filter(([name]) => node.class !== "LAMBDA" || name !== "lhs");
  return [...lintNode(node, scope, lambdas), ...deeper.flatMap(([, member]) => walk(member, scope, inner))];
}

function lintNode(node: Node, scope: Scope, lambdas: ReadonlySet<string>): Found[] {
  const { kind } = scope;
  if (typeof node.class !== "string") return kind === "query" && isTable(node) ? lintTable(node, scope) : [];
  if (!(kind === "row" ? ROW_CLASSES : QUERY_CLASSES).has(node.class)) {
    const what = NAMED[node.class] ?? node.class.toLowerCase().replaceAll("_", " ");
    const cure =
      kind === "row" ? "write a condition over the columns of one row" : "write one plain SELECT over the drop";
    return [{ message: `${what} cannot stand here`, cure }];
  }
  if (kind === "row" && node.type === "OPERATOR_COALESCE") {
    // Inside the TRY that every rule stands in, DuckDB 1.5.6 gives wrong rows for it, or dies (docs/traps.md).
    return [{ message: "coalesce cannot stand in a rule", cure: "write CASE WHEN a IS NOT NULL THEN a ELSE b END" }];
  }
  if (node.class === "FUNCTION" || node.class === "WINDOW") return lintFunction(node, kind);
  return node.class === "COLUMN_REF" ? lintColumn(node, scope, lambdas) : [];
}

function lintFunction(node: Node, kind: Kind): Found[] {
  const name = String(node.function_name);
  // `a.lower()` parses as function lower of schema a, without its argument.
  if (!["", "main"].includes(String(node.schema)) || String(node.catalog ?? "") !== "") {
    return [{ message: `${name} is called like a method`, cure: `write ${name}(value)` }];
  }
  if (ROW_FUNCTIONS.has(name) || (kind === "query" && QUERY_FUNCTIONS.has(name))) return [];
  if (QUERY_FUNCTIONS.has(name)) {
    return [{ message: `${name} looks at more than one row`, cure: "write a quality check of type sql for it" }];
  }
  const near = [...ROW_FUNCTIONS].filter((candidate) => looksAlike(candidate, name)).slice(0, 3);
  const hint = near.length > 0 ? `like ${near.join(", ")}; ` : "";
  const cure = `use another, ${hint}docs/rules.md has the list`;
  return [{ message: `function ${name} is not in the list of allowed ones`, cure }];
}

/** Binding would find unknown columns too, but reads `current_date` as the clock. */
function lintColumn(node: Node, { kind, columns }: Scope, lambdas: ReadonlySet<string>): Found[] {
  const name = foldName(String(asList(node.column_names)[0] ?? ""));
  if (columns.has(name) || lambdas.has(name)) return [];
  if (SESSION_VALUES.has(name)) {
    return [{ message: `${name} differs from run to run`, cure: "compare with a column or a literal" }];
  }
  if (kind === "query" || name === "good") return []; // an alias, a table; the binder knows
  const near = [...columns].find((candidate) => looksAlike(candidate, name));
  const cure = near ? `did you mean ${near}?` : `the columns are ${[...columns].join(", ")}`;
  return [{ message: `there is no column ${name}`, cure }];
}

const TABLE_KINDS = new Set([
  ...QUERY_TABLES,
  "TABLE_FUNCTION",
  "PIVOT",
  "SHOW_REF",
  "COLUMN_DATA",
  "CTE",
  "DELIM_GET",
  "BOUND_TABLE_REF",
]);

function isTable(node: Node): boolean {
  return typeof node.type === "string" && TABLE_KINDS.has(node.type) && "sample" in node;
}

function lintTable(node: Node, { tables }: Scope): Found[] {
  const cure = "ask only of the drop: {object} in a contract";
  if (!QUERY_TABLES.has(String(node.type))) {
    return [{ message: `a ${String(node.type).toLowerCase().replaceAll("_", " ")} cannot stand in a query`, cure }];
  }
  const name = String(node.table_name ?? "good");
  const known = tables.has(foldName(name)) && node.schema_name === "" && node.catalog_name === "";
  return node.type === "BASE_TABLE" && !known ? [{ message: `the query reads ${name}`, cure }] : [];
}

/** The drop's rows, and what the query itself calls by a name (WITH), at any depth. */
function commonTables(value: Json): ReadonlySet<string> {
  const named = (part: Json): string[] => {
    if (Array.isArray(part)) return part.flatMap(named);
    const node = asNode(part);
    if (!node) return [];
    const own = asList(asNode(node.cte_map)?.map).map((entry) => foldName(String(asNode(entry)?.key)));
    return [...own, ...Object.values(node).flatMap(named)];
  };
  return new Set(["good", ...named(value)]);
}

function lambdaNames(node: Node): string[] {
  const side = asNode(node.lhs);
  const parts = side?.class === "COLUMN_REF" ? [side] : asList(side?.children).map(asNode);
  return parts.map((part) => foldName(String(asList(part?.column_names)[0] ?? "")));
}

function asNode(value: Json | undefined): Node | undefined {
  return value != null && typeof value === "object" && !Array.isArray(value) ? (value as Node) : undefined;
}

function asList(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
