import type { Contract } from "../contract/contract.ts";
import type { Field } from "../contract/field.ts";
import { frozen } from "../contract/frozen.ts";
import { compileChecks } from "./checks.ts";
import { conversionsTo, leavesOf } from "./conversions.ts";
import { compileDerived } from "./derived.ts";
import type { Environment } from "./environment.ts";
import { LIMITS } from "./limits.ts";
import { outputSql } from "./output.ts";
import { partitionIdSql } from "./partition.ts";
import { type Plan, PlanSchema } from "./plan.ts";
import { quoteName } from "./quote.ts";
import { compileRules } from "./rules/compile.ts";
import { SESSION } from "./session.ts";
import { splitStatements } from "./statements.ts";
import { duckdbType } from "./types.ts";
import { compileWarehouse } from "./warehouse/compile.ts";
import { rowFilterSql } from "./warehouse/row-filter.ts";

/**
 * What Sluice will do for this contract in this environment. Pure: the same two values give the same plan, whose
 * canonical JSON is its identity. Nothing is touched; the plan is only read, by hosts and by `explain`.
 *
 * The plan of a derived table needs the contracts of its inputs too; `inputs` may hold any others, all of the catalog
 * for instance. Throws a RangeError if one is missing.
 */
export function compilePlan(contract: Contract, environment: Environment, inputs: readonly Contract[] = []): Plan {
  const partitionId = (ref: string) => partitionIdSql(contract.partition.granularity, ref);
  const plan = PlanSchema.parse({
    format: "sluice/plan/1",
    dataset: contract.dataset,
    environment: environment.id,
    contract: about(contract),
    landing: contract.landing && { ...contract.landing },
    derived: compileDerived(contract, inputs),
    policies: {
      unknown: contract.policies.onUnknownColumn,
      missing: contract.policies.onMissingColumn,
      retyped: contract.policies.onRetypedColumn,
      passThrough: contract.policies.passThrough,
    },
    limits: { ...LIMITS, checkRows: checkRows(contract) },
    session: contract.derived ? [] : [...SESSION],
    columns: contract.fields.map((field) => compileColumn(contract, field)),
    rules: contract.derived ? [] : compileRules(contract),
    checks: compileChecks(contract, environment),
    statements: contract.derived ? null : splitStatements(contract, partitionId),
    key: [...contract.key],
    partition: { column: contract.partition.column, granularity: contract.partition.granularity },
    publish: {
      everySeconds: contract.policies.publishEverySeconds,
      onReupload: contract.policies.onReupload,
      sequence: contract.sequence,
      exactDuplicates: contract.policies.exactDuplicates,
    },
    warehouse: compileWarehouse(contract, environment, inputs),
    notify: { recipients: contract.recipients },
    sla: { ...contract.sla },
    roles: contract.roles.map(({ role, access, rows }) => ({ role, access, rows: rows && rowFilterSql(rows.sql) })),
    defaulted: [...contract.defaulted],
  });
  return frozen(plan);
}

function about(contract: Contract): Plan["contract"] {
  const { id, version, title, description, owner, runbookUrl } = contract;
  return { id, version, title, description, owner, runbookUrl };
}

function compileColumn(contract: Contract, field: Field): Plan["columns"][number] {
  const needed = field.required || contract.key.includes(field.name) || contract.partition.column === field.name;
  if (contract.derived !== null) {
    const { name } = field;
    const unread = { conversions: [], leaves: [], output: quoteName(name) };
    return { name, physical: name, type: duckdbType(field), required: needed, ...unread };
  }
  return {
    name: field.name,
    physical: field.physical,
    type: duckdbType(field),
    required: needed,
    conversions: conversionsTo(field),
    leaves: field.type.kind === "object" || field.type.kind === "array" ? leavesOf(field) : [],
    output: outputSql(field),
  };
}

function checkRows(contract: Contract): Plan["limits"]["checkRows"] {
  const limit = contract.policies.checkLimit;
  return limit === null ? LIMITS.checkRows : { node: limit, dataflow: limit };
}
