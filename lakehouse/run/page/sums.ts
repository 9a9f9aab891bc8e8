import { grouped, share } from "../view/numbers.ts";
import { type Markup, markup } from "./markup.ts";
import type { RowCounts, Sums } from "./state.ts";
import { counted } from "./words.ts";

/** The parts that rows in are made of, from the bottom of a bar up, with the colour that each has everywhere. */
export const parts = [
  { kind: "loaded", words: "loaded", colour: "var(--loaded)" },
  { kind: "undivided", words: "loaded or duplicates", colour: "var(--undivided)" },
  { kind: "waiting", words: "waiting", colour: "var(--waiting)" },
  { kind: "quarantined", words: "quarantined", colour: "var(--quarantined)" },
  { kind: "duplicates", words: "duplicates", colour: "var(--duplicates)" },
] as const satisfies { kind: keyof RowCounts; words: string; colour: string }[];

/** What `undivided` means, for where it is not 0. */
export const undividedNote = markup`<p class="balance"><i class="swatch undivided"></i>Loaded or duplicates: good rows of publications that had drops of several days and lost rows to newer ones of their key. A publication counts what it lost for all its drops together, so no day's own number is known.</p>`;

/** Rows in and what became of them, and whether that adds up. Parts that may be missing are left out at 0. */
export function sumsList(sums: Sums): Markup {
  const always = ["loaded", "quarantined", "duplicates"];
  const shown = parts.filter(({ kind }) => sums[kind] > 0 || always.includes(kind));
  const lines = shown.map(
    ({ kind, words }) => markup`<div><dt><i class="swatch ${kind}"></i>${words}</dt>
<dd>${grouped(sums[kind])}</dd><dd class="share">${share(sums[kind], sums.rowsIn)}</dd></div>`,
  );
  return markup`<dl class="sums"><div class="total"><dt>rows in</dt><dd>${grouped(sums.rowsIn)}</dd><dd class="share"></dd></div>
${lines}</dl>${balance(sums)}${sums.replayed > 0 && replays(sums)}${sums.replacedDrops > 0 && gaveWay(sums)}${sums.table !== null && tableBalance(sums, sums.table)}`;
}

/** Whether rows are conserved; a sum that is not kept must not look well. */
export function addsUp(counts: RowCounts): boolean {
  return counts.rowsIn === parts.reduce((sum, { kind }) => sum + counts[kind], 0);
}

/** `16,550 rows in = 16,548 loaded + 2 quarantined + 0 duplicates`. */
export function equation(counts: RowCounts): string {
  const { rowsIn, loaded, quarantined, duplicates, undivided, waiting } = counts;
  const more = [
    undivided > 0 && ` + ${grouped(undivided)} loaded or duplicates`,
    waiting > 0 && ` + ${grouped(waiting)} waiting`,
  ].filter((part) => part !== false);
  return `${grouped(rowsIn)} rows in = ${grouped(loaded)} loaded + ${grouped(quarantined)} quarantined + ${grouped(duplicates)} duplicates${more.join("")}`;
}

function balance(sums: Sums): Markup {
  if (addsUp(sums)) return markup`<p class="balance">Adds up: ${equation(sums)}.</p>`;
  return markup`<p class="conflict">Does not add up: ${equation(sums).replace("=", "≠")}. Report this.</p>`;
}

function replays({ replayed }: Sums): Markup {
  const [rows, what] = replayed === 1 ? ["row", "it is"] : ["rows", "they are"];
  return markup`<p class="balance">${grouped(replayed)} quarantined ${rows} came in again as a replay: counted once, as what ${what} since.</p>`;
}

function gaveWay({ replacedDrops }: Sums): Markup {
  return markup`<p class="balance">${counted(replacedDrops, "drop")} gave way to a newer upload and ${replacedDrops === 1 ? "counts" : "count"} nowhere above.</p>`;
}

function tableBalance({ published, updated, replaced }: Sums, held: number): Markup {
  const changes = [
    updated > 0 && ` − ${grouped(updated)} updated`,
    replaced > 0 && ` − ${grouped(replaced)} replaced`,
  ].filter((change) => change !== false);
  const fits = held === published - updated - replaced;
  const words = `${grouped(held)} rows ${fits ? "=" : "≠"} ${grouped(published)} loaded by publications${changes.join("")}`;
  if (fits) return markup`<p class="balance">In the table: ${words}.</p>`;
  return markup`<p class="conflict">The table does not hold what was loaded: ${words}. Report this.</p>`;
}
