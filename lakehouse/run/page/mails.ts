import { grouped } from "../view/numbers.ts";
import { type Markup, markup, prose } from "./markup.ts";
import type { MailState } from "./state.ts";
import { type Column, table } from "./table.ts";
import { pill, type Tone, time } from "./words.ts";

/** Every message of the outbox, newest first, with a link to it where it lies beside the page. */
export function mailsOf(mails: readonly MailState[]): Markup {
  if (mails.length === 0) return markup`<p class="empty">No mail has been written.</p>`;
  const sorted = mails.toSorted((a, b) =>
    a.created < b.created ? 1 : a.created > b.created ? -1 : b.number - a.number,
  );
  return table("Mails", columns, sorted, ["mail", "mails"]);
}

const columns: readonly Column<MailState>[] = [
  { title: "Mail", kind: "main", cell: about },
  { title: "Written", kind: "short", cell: ({ created }) => time(created) },
  { title: "Kind", kind: "short", cell: ({ kind }) => kind },
  { title: "Dataset", kind: "text", cell: ({ dataset }) => dataset ?? "–" },
  { title: "No.", kind: "number", cell: ({ number }) => grouped(number) },
  { title: "State", kind: "short", cell: ({ state }) => pill(tones[state], state.toLowerCase()) },
];

const tones: Readonly<Record<MailState["state"], Tone>> = {
  NOTED: "calm",
  PENDING: "active",
  SENDING: "active",
  SENT: "good",
  SUPPRESSED: "warn",
  DEAD: "bad",
};

/** Only a plain path below the page becomes a link: no scheme, no way up. */
const plainPath = /^(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/;

function about({ subject, file, note }: MailState): Markup {
  const linked = file !== null && plainPath.test(file);
  return markup`${linked ? markup`<a href="${file}">${prose(subject)}</a>` : prose(subject)}${note !== null && markup`<p class="quiet">${prose(note)}</p>`}`;
}
