import { type ColumnProfile, isWhole, looksLikeId, type Profile } from "./profile.ts";

// Which columns carry the dataset: its key, its partition. People decide in the end; a draft proposes.

const fewestRows = 20;

/** Columns, or pairs of an id and a time, that may tell rows apart; whether they do is asked of the file. */
export function candidateKeys(rows: number, columns: readonly ColumnProfile[]): string[][] {
  if (rows < fewestRows) return [];
  const whole = columns.filter(({ nulls }) => nulls === 0);
  const ids = whole.filter(({ name, kind, type }) => looksLikeId(name) && (kind === "text" || isWhole(type)));
  const texts = whole.filter(({ kind, shortest, longest }) => kind === "text" && shortest === longest && longest >= 16);
  const singles = [...new Set([...ids, ...texts])].filter(({ distinct }) => distinct > 0.8 * rows);
  const times = whole.filter(({ kind }) => kind === "instant" || kind === "day");
  const pairs = ids.flatMap((id) => times.map((time) => [id.name, time.name]));
  return [...singles.map(({ name }) => [name]), ...pairs.slice(0, 12)];
}

/** The first that holds: single columns stand before pairs, `id`-like names before others. */
export function chooseKey({ keys }: Profile): readonly string[] {
  return keys[0] ?? [];
}

const eventNames = /(^|_)(event|occurred|created|happened|recorded|measured|start|order|trip|flight)/i;
const timeNames = /(^|_)(date|day|dt|ts|time|timestamp|at|on)$/i;

/** The day a row belongs to: a column that is never NULL, event-like names first, then in the file's order. */
export function choosePartition({ columns }: Profile): ColumnProfile | null {
  const times = columns.filter(({ kind, nulls }) => (kind === "day" || kind === "instant") && nulls === 0);
  const grade = ({ name }: ColumnProfile) => (eventNames.test(name) ? 0 : 2) + (timeNames.test(name) ? 0 : 1);
  return times.toSorted((a, b) => grade(a) - grade(b))[0] ?? null;
}
