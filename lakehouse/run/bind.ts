import type { Contract } from "../contract/contract.ts";
import type { Place, Problem } from "../contract/problem.ts";
import type { Engine } from "../engine/engine.ts";
import type { Expression } from "../engine/protocol.ts";
import { compileChecks } from "../plan/checks.ts";
import { duckdbType } from "../plan/types.ts";

/** What only the engine can tell of a contract: whether its expressions and queries bind to columns of its types. */
export async function bindContract(engine: Pick<Engine, "bind">, contract: Contract): Promise<Problem[]> {
  const expressions = [...rowExpressions(contract), ...queries(contract)];
  if (expressions.length === 0) return [];
  const table = contract.fields.map((field) => ({ name: field.name, type: duckdbType(field) }));
  const places = new Map([...contract.rules, ...contract.checks].map(({ id, where }) => [id, where]));
  const start: Place = { file: contract.file, line: 1, column: 1 };
  const found = await engine.bind(table, expressions);
  return found.map(({ id, message, cure }) => {
    return {
      where: places.get(id) ?? start,
      severity: "error",
      rule: "does-not-bind",
      message: `${id}: ${message}`,
      cure,
    };
  });
}

function rowExpressions({ rules }: Contract): Expression[] {
  return rules.flatMap(({ id, test }) => (test.kind === "expression" ? [{ id, kind: "row", sql: test.sql }] : []));
}

function queries(contract: Contract): Expression[] {
  return compileChecks(contract).flatMap(({ id, kind, statement }) =>
    kind === "sql" && statement ? [{ id, kind: "query", sql: statement }] : [],
  );
}
