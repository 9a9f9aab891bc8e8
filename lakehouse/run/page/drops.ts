import { grouped } from "../view/numbers.ts";
import { type Markup, markup, type Part, prose } from "./markup.ts";
import type { DatasetState, DropLine, PublicationLine } from "./state.ts";
import { type Column, table } from "./table.ts";
import { dropTones, objectName, pill, quantity, time } from "./words.ts";

/** What waits for a person, with the commands that help; then every drop, newest first. */
export function dropsOf({ drops, publications }: DatasetState): Markup {
  if (drops.length === 0) return markup`<p class="empty">No drop has arrived yet.</p>`;
  const sorted = drops.toSorted((a, b) => (a.arrived < b.arrived ? 1 : a.arrived > b.arrived ? -1 : 0));
  const waiting = sorted.filter(({ state }) => state === "HELD" || state === "POISON");
  return markup`${publications.filter(isStuck).map(stuckCall)}${waiting.map(call)}${table("Drops", columns, sorted, ["drop", "drops"])}${sorted.some(isShared) && sharedNote}`;
}

/** Committed, and yet nobody knows how many of its rows were loaded. */
function isShared({ publication, rows }: DropLine): boolean {
  return publication !== null && rows !== null && rows.loaded === null;
}

const sharedNote = markup`<p class="quiet">A committed drop has no number of loaded rows where its publication had several drops and lost rows to newer ones of their key: only the publication has the number, for all of them.</p>`;

function call(drop: DropLine): Markup {
  return markup`<section class="call ${dropTones[drop.state]}"><h4>${statePill(drop)} ${objectName(drop.name)}</h4>
${reason(drop)}${commands(drop)}</section>`;
}

function isStuck({ note, state }: PublicationLine): boolean {
  return note !== null && state !== "DONE" && state !== "ABORTED";
}

function stuckCall({ number, note }: PublicationLine): Markup {
  return markup`<section class="call bad"><h4>${pill("bad", "stuck")} publication ${grouped(number)}</h4><p>${prose(note ?? "")}</p></section>`;
}

const columns: readonly Column<DropLine>[] = [
  { title: "Drop", kind: "main", cell: about },
  { title: "Arrived", kind: "short", cell: ({ arrived }) => time(arrived) },
  { title: "State", kind: "short", cell: statePill },
  { title: "Rows in", kind: "number", cell: ({ rows }) => number(rows?.in) },
  { title: "Good", kind: "number", cell: ({ rows }) => number(rows?.good) },
  { title: "Quarantined", kind: "number", cell: ({ rows }) => number(rows?.quarantined) },
  { title: "Loaded", kind: "number", cell: ({ rows }) => number(rows?.loaded) },
  { title: "Publication", kind: "number", cell: ({ publication }) => number(publication) },
];

function about(drop: DropLine): Markup {
  const isCalled = drop.state === "HELD" || drop.state === "POISON";
  return markup`${objectName(drop.name)}<span class="key">${drop.key}</span>
${drop.replayOf !== null && markup`<p class="quiet">replays quarantined rows of ${objectName(drop.replayOf)}</p>`}
${drop.replacedIn !== null && markup`<p class="quiet">gave way to a newer upload in publication ${grouped(drop.replacedIn)}</p>`}
${isCalled ? code(drop) : reason(drop)}${!isCalled && drop.commands.length > 0 && markup`<details class="more"><summary>What can be done</summary>${commands(drop)}</details>`}`;
}

function statePill({ state, round, replacedIn }: DropLine): Markup {
  if (replacedIn !== null) return pill("calm", "replaced");
  const word = state.toLowerCase();
  return pill(dropTones[state], round > 1 ? `${word}, round ${grouped(round)}` : word);
}

function reason({ reason }: DropLine): Markup | null {
  if (reason === null) return null;
  return markup`<p class="reason"><code>${reason.code}</code> ${prose(reason.message)} <span class="cure">${prose(reason.cure)}</span></p>`;
}

/** What is said in full above the table is not said again in it. */
function code({ reason }: DropLine): Markup | null {
  return reason === null ? null : markup`<p class="reason"><code>${reason.code}</code>, see above</p>`;
}

function commands({ commands }: DropLine): Markup | null {
  return commands.length === 0
    ? null
    : markup`<pre class="commands">${commands.map((command) => markup`<code>${command}</code>`)}</pre>`;
}

function number(count: number | null | undefined): Part {
  return count === undefined || count === null ? markup`<span class="zero">–</span>` : quantity(count);
}
