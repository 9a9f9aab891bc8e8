import { barsSpec } from "./chart/bars.ts";
import { axisDays } from "./chart/days.ts";
import { draw } from "./chart/draw.ts";
import { type Markup, markup } from "./markup.ts";
import type { DatasetState, DayState, RowCounts } from "./state.ts";
import { equation, parts, sumsList, undividedNote } from "./sums.ts";
import { type Column, table } from "./table.ts";
import { dayOf, quantity } from "./words.ts";

/** A picture with text cannot shrink to a phone and stay readable: there is one for each, and the style shows one. */
const screens = [
  { className: "chart wide", width: 720 },
  { className: "chart narrow", width: 360 },
] as const;

/** Rows in per day and what became of them; what was not loaded once more below, on a scale of its own. */
export async function perDay(dataset: DatasetState): Promise<Markup> {
  const { days, sums, title } = dataset;
  if (days.length === 0) return markup`<p class="empty">No rows yet.</p>`;
  const notLoaded = days.some(({ quarantined, duplicates }) => quarantined + duplicates > 0);
  const mixed = days.some(({ undivided }) => undivided > 0);
  const all = mixed ? parts : parts.filter(({ kind }) => kind !== "undivided");
  const kinds = all.map(({ kind }) => kind);
  return markup`<div class="beside"><div>
<figure><figcaption>Rows in per day of arrival</figcaption>${await charts(days, title, kinds, 190)}</figure>
${notLoaded && markup`<figure><figcaption>Of these quarantined or duplicates, enlarged</figcaption>${await charts(days, title, ["quarantined", "duplicates"], 96)}</figure>`}
</div><aside>${sumsList(sums)}${mixed && undividedNote}</aside></div>
<details class="more"><summary>Numbers per day</summary>${table("Rows per day", mixed ? [...columns, mixedColumn] : columns, newestFirst(days), ["day", "days"])}</details>`;
}

async function charts(
  days: readonly DayState[],
  title: string,
  kinds: readonly (keyof RowCounts)[],
  height: number,
): Promise<Markup[]> {
  const axis = axisDays(days.map(({ day }) => day));
  const shown = parts.filter(({ kind }) => kinds.includes(kind));
  const values = days.flatMap((day) => shown.map(({ kind }) => ({ day: day.day, kind, value: day[kind] })));
  const notes = new Map(days.map((day) => [day.day, `${dayOf(day.day)}: ${equation(day)}`]));
  const caption = {
    title: `${title}: ${shown.map(({ words }) => words).join(", ")} per day`,
    description: `Stacked bars from ${axis[0]} to ${axis.at(-1)}; the table of numbers per day below holds the same.`,
  };
  return Promise.all(
    screens.map(({ className, width }) =>
      draw(barsSpec({ days: axis, kinds: shown, values, notes, width, height, frame: "axes" }), {
        ...caption,
        className,
      }),
    ),
  );
}

const columns: readonly Column<DayState>[] = [
  { title: "Day", kind: "main", cell: ({ day }) => day },
  { title: "Drops", kind: "number", cell: ({ drops }) => quantity(drops) },
  { title: "Rows in", kind: "number", cell: ({ rowsIn }) => quantity(rowsIn) },
  { title: "Loaded", kind: "number", cell: ({ loaded }) => quantity(loaded) },
  { title: "Quarantined", kind: "number", cell: ({ quarantined }) => quantity(quarantined) },
  { title: "Duplicates", kind: "number", cell: ({ duplicates }) => quantity(duplicates) },
  { title: "Waiting", kind: "number", cell: ({ waiting }) => quantity(waiting) },
];

const mixedColumn: Column<DayState> = {
  title: "Loaded or duplicates",
  kind: "number",
  cell: ({ undivided }) => quantity(undivided),
};

function newestFirst(days: readonly DayState[]): DayState[] {
  return days.toSorted((a, b) => (a.day < b.day ? 1 : -1));
}
