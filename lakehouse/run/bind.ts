import type { Contract } from "../contract/contract.ts";
import { itemsOf } from "../contract/derived/columns.ts";
import { fillTables } from "../contract/derived/fill.ts";
import { readDerivedQuery } from "../contract/derived/query.ts";
import { placeAt } from "../contract/files.ts";
import type { Place, Problem } from "../contract/problem.ts";
import type { Engine } from "../engine/engine.ts";
import type { Expression } from "../engine/protocol.ts";
import { compileChecks } from "../plan/checks.ts";
import { quoteName } from "../plan/quote.ts";
import { resultTypes } from "../plan/result-types.ts";
import { duckdbType } from "../plan/types.ts";

/**
 * What only the engine can tell of a contract: whether its expressions and queries bind to columns of its types, and a
 * derived table's query to those of its inputs, which `catalog` holds.
 */
export async function bindContract(
  engine: Pick<Engine, "bind">,
  contract: Contract,
  catalog: readonly Contract[] = [],
): Promise<Problem[]> {
  const derivation = derivationOf(contract, catalog);
  const filters = rowFilters(contract);
  const expressions = [
    ...rowExpressions(contract),
    ...filters.map(({ expression }) => expression),
    ...queries(contract),
    ...derivation,
  ];
  if (expressions.length === 0) return [];
  const table = contract.fields.map((field) => ({ name: field.name, type: duckdbType(field) }));
  const places = new Map([
    ...[...contract.rules, ...contract.checks].map(({ id, where }) => [id, where] as const),
    ...filters.map(({ expression, where }) => [expression.id, where] as const),
  ]);
  const inSql = placesInSql(contract);
  const start: Place = { file: contract.file, line: 1, column: 1 };
  const found = await engine.bind(table, expressions);
  return found.map(({ id, message, cure }) => {
    return {
      where: inSql.get(id) ?? places.get(id) ?? start,
      severity: "error",
      rule: "does-not-bind",
      message: inSql.has(id) ? message : `${id}: ${message}`,
      cure,
    };
  });
}

function rowExpressions({ rules }: Contract): Expression[] {
  return rules.flatMap(({ id, test }) => (test.kind === "expression" ? [{ id, kind: "row", sql: test.sql }] : []));
}

function rowFilters({ roles }: Contract): { readonly expression: Expression; readonly where: Place }[] {
  return roles.flatMap(({ role, rows }) => {
    if (rows === null) return [];
    return [{ expression: { id: `rows of ${role}`, kind: "row", sql: rows.sql }, where: rows.where }];
  });
}

function queries(contract: Contract): Expression[] {
  return compileChecks(contract).flatMap(({ id, kind, statement }) =>
    kind === "sql" && statement ? [{ id, kind: "query", sql: statement.replaceAll("{object}", "good") }] : [],
  );
}

/** The query over inputs of one row of NULLs each; none if it cannot be read, or an input is not known. */
function derivationOf(contract: Contract, catalog: readonly Contract[]): Expression[] {
  const { derived } = contract;
  if (derived === null) return [];
  const inputs = new Map(catalog.map((input) => [input.dataset, input]));
  const { tree, unportable, invalid } = readDerivedQuery(derived.query);
  const readable = tree !== null && unportable.length === 0 && invalid.length === 0;
  if (!readable || derived.inputs.some(({ dataset }) => !inputs.has(dataset))) return [];
  const query = fillTables(derived.query, (dataset) => {
    const columns = (inputs.get(dataset)?.fields ?? []).map(
      (field) => `CAST(NULL AS ${duckdbType(field)}) AS ${quoteName(field.name)}`,
    );
    return `(SELECT ${columns.join(", ")} FROM good)`;
  });
  const gives = contract.fields.map((field) => {
    return { name: field.name, types: resultTypes(field), wanted: duckdbType(field) };
  });
  return [{ id: derived.file, kind: "table", sql: `SELECT * FROM (${query}) AS q`, gives }];
}

/** The query's own places by the ids of its problems: the file for the whole, `file column` for a column. */
function placesInSql({ derived, fields }: Contract): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  const tree = derived && readDerivedQuery(derived.query).tree;
  if (!tree) return places;
  places.set(derived.file, { file: derived.file, line: 1, column: 1 });
  for (const { name } of fields) {
    const item = itemsOf(tree).find((candidate) => candidate.name?.upper === name.toUpperCase());
    places.set(`${derived.file} ${name}`, placeAt(derived.file, derived.query, item?.words[0]?.offset ?? 0));
  }
  return places;
}
