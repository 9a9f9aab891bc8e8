import { ADDED_COLUMNS } from "../../plan/added-columns.ts";
import type { Plan, PlanColumn } from "../../plan/plan.ts";
import type { Matched } from "../protocol.ts";
import { refuse } from "../refused.ts";
import { foldName } from "./check-schema.ts";
import { matchNested, type NestedMatch } from "./match-nested.ts";
import { ORIGIN_NAMES } from "./origin.ts";
import { looksAlike } from "./similar.ts";

/** A column of the drop as DESCRIBE names it. */
export interface RawColumn {
  readonly name: string;
  readonly type: string;
}

/** Of a column that a writer marked as all NULL: it fits every type. */
export const NULL_TYPE = '"NULL"';

type Policies = Plan["policies"];
type Differences = Matched["differences"];

const RESERVED = new Set([...ORIGIN_NAMES, ...ADDED_COLUMNS.map(({ name }) => name), "file_row_number"]);

/** Holds the drop's columns against the plan's; refuses what no policy can bridge. */
export function match(columns: readonly PlanColumn[], policies: Policies, raw: readonly RawColumn[]): Matched {
  refuseReserved(raw);
  const byName = new Map(raw.map((column) => [foldName(column.name), column]));
  const nested = columns.map((column) => nestedOf(column, byName.get(foldName(column.physical))));
  const matched = columns.map((column, index) =>
    matchColumn(column, byName.get(foldName(column.physical)), nested[index] ?? null),
  );
  const known = new Set(columns.map((column) => foldName(column.physical)));
  const unknown = raw.filter((column) => !known.has(foldName(column.name)));
  const absent = columns.filter((_, index) => matched[index]?.physical === null);
  const differences: Differences = {
    unknown: [...unknown.map(({ name, type }) => ({ name, type })), ...nested.flatMap((each) => each?.unknown ?? [])],
    missing: [...absent.map((column) => column.physical), ...nested.flatMap((each) => each?.missing ?? [])],
    retyped: columns.flatMap((column, index) => nested[index]?.retyped ?? retyped(column, matched[index])),
    renamed: renamed(absent, unknown),
  };
  refuseAbsent(absent, policies, differences);
  refuseUnknown(policies, differences);
  const unreadable = columns.flatMap((column, index) =>
    (nested[index]?.readable ?? !isUnreadable(column, matched[index])) ? [] : [column.physical],
  );
  refuseRetyped(unreadable, policies, differences);
  return { columns: matched, raw, differences, quarantineAll: quarantinesAll(policies, differences) };
}

function refuseReserved(raw: readonly RawColumn[]): void {
  const taken = raw.map((column) => column.name).filter((name) => RESERVED.has(foldName(name)));
  if (taken.length === 0) return;
  refuse(
    "RESERVED_COLUMN",
    `Sluice uses the names ${taken.join(", ")} itself`,
    "rename these columns in the drop and in the contract",
  );
}

type MatchedColumn = Matched["columns"][number];

/**
 * The first conversion whose `from` is the whole type wins, also where the types agree: it may check more than the
 * type. Only a cast of a type to itself is left out: it costs, and can find nothing.
 */
function matchColumn(column: PlanColumn, raw: RawColumn | undefined, nested: NestedMatch | null): MatchedColumn {
  if (!raw) return { name: column.name, physical: null, from: null, conversion: null, kept: null };
  const found = { name: column.name, physical: raw.name, from: raw.type };
  if (raw.type === NULL_TYPE || nested?.readable === false) return { ...found, conversion: null, kept: null };
  return { ...found, conversion: conversionOf(column, raw), kept: nested?.kept ?? raw.type };
}

function nestedOf(column: PlanColumn, raw: RawColumn | undefined): NestedMatch | null {
  if (!raw || raw.type === NULL_TYPE || column.leaves.length === 0) return null;
  return matchNested(column, raw.type);
}

function conversionOf(column: PlanColumn, raw: RawColumn): number | null {
  const found = column.conversions.findIndex(({ from }) => new RegExp(`^(?:${from})$`, "s").test(raw.type));
  const tried = `TRY_CAST({column} AS ${column.type})`;
  const value = column.conversions[found]?.value;
  const idle = sameType(raw.type, column.type) && (value === tried || value === `TRY(${tried})`);
  return found < 0 || idle ? null : found;
}

/** DuckDB prints member names of a struct with quotes only where it must; a plan always has them. */
export function sameType(a: string, b: string): boolean {
  const plain = (type: string) => type.replaceAll(/"([A-Za-z_][A-Za-z0-9_]*)"/g, "$1");
  return plain(a) === plain(b);
}

function retyped(column: PlanColumn, found: MatchedColumn | undefined): Differences["retyped"] {
  if (!found || found.from === null || found.from === NULL_TYPE || sameType(found.from, column.type)) return [];
  const conversion = found.conversion === null ? undefined : column.conversions[found.conversion];
  return conversion?.retyped === false ? [] : [{ name: column.physical, from: found.from, to: column.type }];
}

/** Each name is used once, so that two missing columns do not both claim the same new one. */
function renamed(absent: readonly PlanColumn[], unknown: readonly RawColumn[]): Differences["renamed"] {
  const free = [...unknown];
  return absent.flatMap((column) => {
    const index = free.findIndex((candidate) => looksAlike(column.physical, candidate.name));
    const [taken] = index < 0 ? [] : free.splice(index, 1);
    return taken ? [{ from: column.physical, to: taken.name }] : [];
  });
}

function refuseAbsent(absent: readonly PlanColumn[], policies: Policies, { missing, renamed }: Differences): void {
  const needed = absent.filter((column) => column.required).map((column) => column.physical);
  const fatal = policies.missing === "fail" ? missing : needed;
  if (fatal.length === 0) return;
  const hints = renamed
    .filter(({ from }) => fatal.includes(from))
    .map(({ from, to }) => `${from} looks renamed to ${to}`);
  const cure =
    hints.length > 0
      ? `${hints.join(", ")}: keep the old name, or set physicalName in the contract`
      : "write these columns again, or make them optional in the contract";
  refuse("COLUMN_MISSING", `the drop lacks ${fatal.join(", ")}`, cure);
}

function refuseUnknown(policies: Policies, { unknown }: Differences): void {
  if (policies.unknown !== "fail" || unknown.length === 0) return;
  const names = unknown.map(({ name }) => name).join(", ");
  refuse(
    "COLUMN_UNKNOWN",
    `the contract does not know ${names}`,
    "add these columns to the contract, or stop writing them",
  );
}

function refuseRetyped(unreadable: readonly string[], policies: Policies, { retyped: changed }: Differences): void {
  // Quarantine keeps the values as they are, so it needs no way to read them.
  const fatal = changed.filter(
    ({ name }) =>
      policies.retyped === "fail" || (policies.retyped !== "quarantine" && unreadable.includes(columnOf(name))),
  );
  if (fatal.length === 0) return;
  const list = fatal.map(({ name, from, to }) => `${name} is ${from} and should be ${to}`).join(", ");
  refuse("COLUMN_RETYPED", list, "write the type that the contract declares, or declare the new one");
}

/** `place.lat` and `tags[]` belong to the columns `place` and `tags`. */
function columnOf(path: string): string {
  return path.split(/[.[]/, 1)[0] ?? path;
}

function isUnreadable(column: PlanColumn, found: MatchedColumn | undefined): boolean {
  return (
    found?.from != null && found.from !== NULL_TYPE && found.conversion === null && !sameType(found.from, column.type)
  );
}

function quarantinesAll(policies: Policies, differences: Differences): boolean {
  const { unknown, missing, retyped: changed } = differences;
  return (
    (policies.unknown === "quarantine" && unknown.length > 0) ||
    (policies.missing === "quarantine" && missing.length > 0) ||
    (policies.retyped === "quarantine" && changed.length > 0)
  );
}
