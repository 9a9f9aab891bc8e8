import { grouped, share } from "../view/numbers.ts";
import { type Markup, markup } from "./markup.ts";
import type { RowCounts, Sums } from "./state.ts";

/** The parts that rows in are made of, from the bottom of a bar up, with the colour that each has everywhere. */
export const parts = [
  { kind: "loaded", colour: "var(--loaded)" },
  { kind: "waiting", colour: "var(--waiting)" },
  { kind: "quarantined", colour: "var(--quarantined)" },
  { kind: "duplicates", colour: "var(--duplicates)" },
] as const satisfies { kind: keyof RowCounts; colour: string }[];

/** Rows in and what became of them, and whether that adds up. Parts that may be missing are left out at 0. */
export function sumsList(sums: Sums): Markup {
  const always = ["loaded", "quarantined", "duplicates"];
  const shown = parts.filter(({ kind }) => sums[kind] > 0 || always.includes(kind));
  const lines = shown.map(
    ({ kind }) => markup`<div><dt><i class="swatch ${kind}"></i>${kind}</dt>
<dd>${grouped(sums[kind])}</dd><dd class="share">${share(sums[kind], sums.rowsIn)}</dd></div>`,
  );
  return markup`<dl class="sums"><div class="total"><dt>rows in</dt><dd>${grouped(sums.rowsIn)}</dd><dd class="share"></dd></div>
${lines}</dl>${balance(sums)}${sums.replayed > 0 && replays(sums)}${sums.table !== null && tableBalance(sums, sums.table)}`;
}

/** Whether rows are conserved; a sum that is not kept must not look well. */
export function addsUp(counts: RowCounts): boolean {
  return counts.rowsIn === parts.reduce((sum, { kind }) => sum + counts[kind], 0);
}

/** `16,550 rows in = 16,548 loaded + 2 quarantined + 0 duplicates`. */
export function equation(counts: RowCounts): string {
  const waiting = counts.waiting > 0 ? ` + ${grouped(counts.waiting)} waiting` : "";
  const { rowsIn, loaded, quarantined, duplicates } = counts;
  return `${grouped(rowsIn)} rows in = ${grouped(loaded)} loaded + ${grouped(quarantined)} quarantined + ${grouped(duplicates)} duplicates${waiting}`;
}

function balance(sums: Sums): Markup {
  if (addsUp(sums)) return markup`<p class="balance">Adds up: ${equation(sums)}.</p>`;
  return markup`<p class="conflict">Does not add up: ${equation(sums).replace("=", "≠")}. Report this.</p>`;
}

function replays({ replayed }: Sums): Markup {
  return markup`<p class="balance">Of the quarantined rows ${grouped(replayed)} came in again as a replay, and count twice in rows in.</p>`;
}

function tableBalance({ loaded, updated, replaced }: Sums, counted: number): Markup {
  const changes = [
    updated > 0 && ` − ${grouped(updated)} updated`,
    replaced > 0 && ` − ${grouped(replaced)} replaced`,
  ].filter((change) => change !== false);
  const fits = counted === loaded - updated - replaced;
  const words = `${grouped(counted)} rows ${fits ? "=" : "≠"} ${grouped(loaded)} loaded${changes.join("")}`;
  if (fits) return markup`<p class="balance">In the table: ${words}.</p>`;
  return markup`<p class="conflict">The table does not hold what was loaded: ${words}. Report this.</p>`;
}
