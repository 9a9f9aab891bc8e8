import { bytesOf, grouped } from "../view/numbers.ts";
import { type Markup, markup, prose } from "./markup.ts";
import type { PublicationLine } from "./state.ts";
import { type Column, table } from "./table.ts";
import { counted, pill, quantity, time } from "./words.ts";

/** The publication log, newest first. */
export function publicationsOf(publications: readonly PublicationLine[]): Markup {
  if (publications.length === 0) return markup`<p class="empty">Nothing has been published yet.</p>`;
  const sorted = publications.toSorted((a, b) => b.number - a.number);
  return table("Publications", columns, sorted, ["publication", "publications"]);
}

const columns: readonly Column<PublicationLine>[] = [
  { title: "Publication", kind: "main", cell: about },
  { title: "Committed", kind: "short", cell: ({ committed }) => (committed === null ? "–" : time(committed)) },
  { title: "State", kind: "short", cell: statePill },
  { title: "Drops", kind: "number", cell: ({ drops }) => quantity(drops) },
  { title: "Partitions", kind: "text", cell: partitions },
  { title: "Loaded", kind: "number", cell: ({ loaded }) => quantity(loaded) },
  { title: "Duplicates", kind: "number", cell: ({ duplicates }) => quantity(duplicates) },
  { title: "Updated", kind: "number", cell: ({ updated }) => quantity(updated) },
  { title: "Replaced", kind: "number", cell: ({ replaced }) => quantity(replaced) },
  {
    title: "Scanned",
    kind: "number",
    cell: ({ bytesScanned }) => (bytesScanned === 0 ? quantity(0) : bytesOf(bytesScanned)),
  },
];

function about({ number, note, jobs }: PublicationLine): Markup {
  const list = jobs.map((job) => markup`<li><code>${job}</code></li>`);
  return markup`<div class="publication"><b>${grouped(number)}</b>
${jobs.length > 0 && markup`<details class="more"><summary>${counted(jobs.length, "job")}</summary><ul>${list}</ul></details>`}</div>
${note !== null && markup`<p class="reason">${prose(note)}</p>`}`;
}

function statePill({ state, note }: PublicationLine): Markup {
  if (state === "DONE") return pill("good", "done");
  if (state === "ABORTED") return pill("warn", "aborted");
  return note === null ? pill("active", state.toLowerCase()) : pill("bad", `${state.toLowerCase()}, stuck`);
}

function partitions({ partitions: { appended, merged, replaced } }: PublicationLine): string {
  const said = [
    [appended, "appended"],
    [merged, "merged"],
    [replaced, "replaced"],
  ] as const;
  const words = said.filter(([count]) => count > 0).map(([count, word]) => `${grouped(count)} ${word}`);
  return words.length === 0 ? "–" : words.join(", ");
}
