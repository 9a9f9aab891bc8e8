import { join } from "node:path";
import type { Plan } from "../../plan/plan.ts";
import { quoteText } from "../../plan/quote.ts";
import type { Preflight, Request, Unit } from "../protocol.ts";
import { Refused } from "../refused.ts";
import { checkFooter } from "./check-footer.ts";
import type { Footer, SchemaElement } from "./footer.ts";
import { match, NULL_TYPE, type RawColumn } from "./match.ts";
import { ORIGIN_NAMES, withoutOrigin } from "./origin.ts";
import { makeReadable } from "./readable.ts";
import { hasSameEncoding } from "./same-encoding.ts";
import type { Sandbox } from "./sandbox.ts";
import { readTail } from "./tail.ts";
import { withNotedTypes } from "./type-notes.ts";

/** Looks at a drop without decoding it: each step may be fooled only in what an earlier step has bounded. */
export async function preflight(
  sandbox: Sandbox,
  hash: string,
  plan: Plan,
  { box, replay, bare }: Extract<Request, { kind: "preflight" }>,
): Promise<Preflight> {
  const { tail, footer } = lookAtFooter(join(sandbox.folder, box.input), plan.limits, replay);
  const { input, types } = makeReadable(sandbox.folder, box.input, footer, bare, plan.limits.footerBytes);
  const path = join(sandbox.folder, input);
  const described = (await describe(sandbox, path)).map((column, index) =>
    topLevel(footer)[index]?.isNull
      ? { ...column, type: NULL_TYPE }
      : { ...column, type: types.get(column.name) ?? column.type },
  );
  const columns = replay ? withoutOrigin(withNotedTypes(described, tail.footer)) : described;
  const matched = match(plan.columns, plan.policies, columns);
  const sameEncoding =
    plan.policies.passThrough &&
    !replay &&
    input === box.input &&
    (await hasSameEncoding(sandbox, hash, plan, matched, footer.schema));
  const units = cutUnits(
    footer.groups.map((group) => group.rows),
    plan.limits.unitRows,
  );
  return { input, rows: footer.rows, units, matched, sameEncoding };
}

function lookAtFooter(path: string, limits: Plan["limits"], replay: boolean) {
  try {
    const tail = readTail(path, limits.footerBytes);
    return { tail, footer: checkFooter(tail.footer, tail.bytes, replay ? withRoomForOrigin(limits) : limits) };
  } catch (error) {
    throw error instanceof Refused ? new Refused(error.refusal, true) : error;
  }
}

/** What a quarantine file has beside a drop's own columns, as wide as any: `_reasons` alone has two leaves. */
function withRoomForOrigin(limits: Plan["limits"]): Plan["limits"] {
  return { ...limits, leafColumns: limits.leafColumns + ORIGIN_NAMES.length + 1 };
}

/** DESCRIBE gives only columns, so they meet by position: the elements right below the root. */
function topLevel({ schema }: Footer): SchemaElement[] {
  let inner = 0;
  return schema.slice(1).filter(({ children }) => {
    const top = inner === 0;
    inner += children - (top ? 0 : 1);
    return top;
  });
}

async function describe({ db }: Sandbox, path: string): Promise<RawColumn[]> {
  const columns = await db.rows<{ column_name: string; column_type: string }>(
    `DESCRIBE SELECT * FROM read_parquet(${quoteText(path)}, hive_partitioning = false, union_by_name = false)`,
  );
  return columns.map((column) => ({ name: column.column_name, type: column.column_type }));
}

/** Whole row groups, as many as fit: a unit never decodes a row group that another unit decodes too. */
export function cutUnits(groups: readonly number[], most: number): Unit[] {
  const rows = groups.reduce((sum, group) => sum + group, 0);
  if (rows <= most || groups.length < 2) return [{ index: 0, rows: null, count: rows }];
  const units: Unit[] = [];
  let first = 0;
  let next = 0;
  for (const group of groups) {
    if (next > first && next + group - first > most) {
      units.push({ index: units.length, rows: [first, next - 1], count: next - first });
      first = next;
    }
    next += group;
  }
  units.push({ index: units.length, rows: [first, next - 1], count: next - first });
  return units;
}
