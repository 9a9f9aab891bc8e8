import { candidateKeys } from "./choose.ts";
import type { ColumnProfile, Profile } from "./profile.ts";
import { type Row, readColumns, readMeasures, withForms, withValues } from "./profile-read.ts";
import { describeSql, formsSql, keysSql, measureSql, repeatedSql, valuesSql } from "./profile-sql.ts";

/** Runs statements over one file in the engine's child, each giving its rows. */
export type Ask = (statements: readonly string[]) => Promise<readonly (readonly Row[])[]>;

/** Above this many rows nobody counts rows that repeat in every column. */
const mostRowsToCompare = 5_000_000;

/** Gathers the profile of a file in three rounds of questions: shape, values, and whether the guesses hold. */
export async function takeProfile(ask: Ask, source: string): Promise<Profile> {
  const [described = []] = await ask([describeSql(source)]);
  const shape = readColumns(described);
  const [[measured = []] = []] = await ask([measureSql(source, shape)]);
  const { rows, columns } = readMeasures(measured, shape);
  const known = await lookAtValues(ask, source, columns);
  const { keys, repeated } = await lookForRepeats(ask, source, rows, known);
  return { rows, columns: known, keys, repeated };
}

async function lookAtValues(ask: Ask, source: string, columns: readonly ColumnProfile[]): Promise<ColumnProfile[]> {
  const texts = columns.filter(({ kind }) => kind === "text");
  if (texts.length === 0) return [...columns];
  const answers = await ask(texts.map(({ name }) => valuesSql(source, name)));
  const valued = texts.map((column, index) => withValues(column, answers[index] ?? []));
  const [[counts = []] = []] = await ask([formsSql(source, valued)]);
  const formed = new Map(valued.map((column, index) => [column.name, withForms(column, counts[index])]));
  return columns.map((column) => formed.get(column.name) ?? column);
}

async function lookForRepeats(
  ask: Ask,
  source: string,
  rows: number,
  columns: readonly ColumnProfile[],
): Promise<Pick<Profile, "keys" | "repeated">> {
  const candidates = candidateKeys(rows, columns);
  const counting = rows <= mostRowsToCompare;
  const statements = [
    ...(candidates.length > 0 ? [keysSql(source, candidates)] : []),
    ...(counting ? [repeatedSql(source)] : []),
  ];
  const answers = statements.length > 0 ? await ask(statements) : [];
  const counts = candidates.length > 0 ? (answers[0]?.[0] ?? []) : [];
  const repeated = counting ? Number(answers.at(-1)?.[0]?.[0] ?? 0) : null;
  return { keys: candidates.filter((_, index) => Number(counts[index]) === rows), repeated };
}
