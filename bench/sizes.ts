import type { Case } from "./suite.ts";

/** One case of this name per size; `usual` sizes in millions of rows where none was asked for. */
export function casesOf(
  name: string,
  asked: number | null,
  usual: readonly number[],
  run: (rows: number, say: (doing: string) => void) => ReturnType<Case["run"]>,
): readonly Case[] {
  const sizes = (asked === null ? usual : [asked]).map((millions) => Math.round(millions * 1_000_000));
  return sizes.map((rows) => ({ name, rows, run: (say) => run(rows, say) }));
}
