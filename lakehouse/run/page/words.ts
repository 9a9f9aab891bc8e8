import type { DropState } from "../../ledger/entry.ts";
import { grouped } from "../view/numbers.ts";
import { shownName } from "../view/object-name.ts";
import { type Markup, made, markup, type Part, shortened } from "./markup.ts";
import type { Health } from "./state.ts";

/** Meaning of a colour; each stands beside a word, so that nobody needs to see it. */
export type Tone = "good" | "calm" | "active" | "warn" | "held" | "bad";

export const dropTones: Readonly<Record<DropState, Tone>> = {
  CLAIMED: "active",
  LAUNCHED: "active",
  READY: "active",
  HELD: "held",
  COMMITTED: "good",
  REJECTED: "bad",
  SUPERSEDED: "calm",
  DUPLICATE: "calm",
  GONE: "calm",
  POISON: "bad",
};

export const healthTones: Readonly<Record<Health["state"], Tone>> = {
  good: "good",
  failing: "warn",
  held: "held",
  stuck: "bad",
};

const signs: Readonly<Record<Tone, string>> = {
  good: "M3.5 8.5l3 3 6-6.5",
  calm: "M4 8h8",
  active: "M4 8h8M9 5l3 3-3 3",
  warn: "M8 3.5v5.5M8 12v.5",
  held: "M6 4v8M10 4v8",
  bad: "M4.5 4.5l7 7M11.5 4.5l-7 7",
};

export function pill(tone: Tone, word: string): Markup {
  const sign = `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="${signs[tone]}"/></svg>`;
  return markup`<span class="pill ${tone}">${made(sign)}${word}</span>`;
}

export { countOf as counted } from "../view/numbers.ts";

/** A cell's number; zeros step back, so that what happened can be seen. */
export function quantity(count: number): Part {
  return count === 0 ? markup`<span class="zero">0</span>` : grouped(count);
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `21 Nov`; what is no day stays as it is. */
export function dayOf(moment: string): string {
  const [, month, day] = /^\d{4}-(\d{2})-(\d{2})/.exec(moment) ?? [];
  const name = months[Number(month) - 1];
  return name === undefined ? moment : `${Number(day)} ${name}`;
}

/** `2026-11-21 05:12`, in UTC as all of the page. */
export function minuteOf(moment: string): string {
  return moment.replace(/^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}).*$/, "$1 $2");
}

export function time(moment: string): Markup {
  return markup`<time datetime="${moment}">${minuteOf(moment)}</time>`;
}

/** Breaks between folders first. */
export function objectName(name: string): Markup {
  const folders = shortened(shownName(name), 160).split("/");
  const parts = folders.map((part, index) => markup`<span>${part}${index < folders.length - 1 && "/"}</span>`);
  return markup`<bdi class="name">${parts}</bdi>`;
}

/** An anchor; contracts' names are plain, but the page does not rely on it. */
export function anchor(name: string): string {
  return `dataset-${name.replaceAll(/[^A-Za-z0-9_-]/g, "-")}`;
}
