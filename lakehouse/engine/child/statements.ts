import { join } from "node:path";
import type { Plan } from "../../plan/plan.ts";
import { quoteText, splice } from "../../plan/quote.ts";
import type { DropFacts, Matched, Unit } from "../protocol.ts";
import { splitStatementsOf } from "../split-statements.ts";
import { type ActiveRule, type Assembly, assemble } from "./assemble.ts";

/** The plan's statements over one drop, every place filled. File names are the host's own and stay in the box. */
export interface Statements extends Assembly {
  readonly typedInput: string;
  /** Table `failed` with the typed columns beside it. */
  readonly typedFailed: string;
  readonly failed: string;
  readonly tally: string;
  good(from: string, kept: string, file: string): string;
  /** `failedRules`: only these can stand in a row's reasons. */
  quarantine(from: string, rows: string, failedRules: ReadonlySet<string>, file: string): string;
  doubtful(file: string): string;
  samples(active: ActiveRule): string;
  causes(active: ActiveRule): string;
  typedOver(raw: string): string;
  path(file: string): string;
}

export function statementsFor(
  plan: Plan,
  matched: Matched,
  drop: DropFacts,
  folder: string,
  input: string,
  unit: Unit | null,
): Statements {
  const parts = assemble(plan, matched, drop.replay);
  const texts = splitStatementsOf(plan);
  const path = (file: string) => quoteText(join(folder, file));
  const range = unit?.rows ? `WHERE file_row_number BETWEEN ${unit.rows[0]} AND ${unit.rows[1]}` : "";
  const typedOver = (raw: string) => splice(texts.typed, { raw, typedColumns: parts.typedColumns });
  const typedInput = typedOver(splice(texts.raw, { rawColumns: parts.rawColumns, input: path(input), range }));
  const typedFailed = typedOver("SELECT * FROM failed");
  const { quarantines, escalates } = parts;
  const ask = (text: string, active: ActiveRule, limit: number) =>
    splice(text, { at: active.at, shown: active.shown, from: typedFailed, fails: active.failed, limit: String(limit) });
  return {
    ...parts,
    typedInput,
    typedFailed,
    typedOver,
    path,
    failed: splice(texts.failed, {
      rawNames: parts.rawNames,
      masks: parts.masks,
      typed: typedInput,
      anyFails: parts.anyFails,
    }),
    tally: splice(texts.tally, { quarantines, escalates, failures: failures(parts.rules) }),
    good: (from, kept, file) =>
      splice(texts.good, {
        outputColumns: parts.outputColumns,
        drop: quoteText(drop.key),
        arrived: quoteText(drop.arrived),
        from,
        kept,
        output: path(file),
      }),
    quarantine: (from, rows, failedRules, file) =>
      splice(texts.quarantine, {
        quarantineColumns: parts.quarantineColumns,
        reasons: parts.reasons((rule) => failedRules.has(rule.id)),
        object: parts.origin?.object ?? textSql(objectName(drop)),
        generation: parts.origin?.generation ?? quoteText(drop.generation),
        from: parts.origin ? `SELECT * REPLACE (${parts.origin.row} AS sluice_row) FROM (${from})` : from,
        rows,
        output: path(file),
      }),
    doubtful: (file) => splice(texts.doubtful, { quarantines, escalates, output: path(file) }),
    samples: (active) => ask(texts.samples, active, plan.limits.samples),
    causes: (active) => ask(texts.causes, active, plan.limits.causes),
  };
}

function failures(rules: readonly ActiveRule[]): string {
  return rules.map(({ failed }) => `count(*) FILTER (WHERE ${failed})`).join(", ");
}

/** An object's name may hold a NUL, which no SQL text can. */
function textSql(text: string): string {
  return `(${text.split("\0").map(quoteText).join(" || chr(0) || ")})`;
}

/** As a person names it: `gs://bucket/name` without a scheme, since a laptop's lake has none. */
function objectName(drop: DropFacts): string {
  return `${drop.bucket}/${drop.name}`;
}
