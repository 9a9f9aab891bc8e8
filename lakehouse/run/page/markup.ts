import { html, raw } from "hono/html";
import { escapeText } from "../view/escape.ts";

/** HTML that may stand in the page as it is. */
export type Markup = ReturnType<typeof raw>;

/** Numbers are no part: each is to be written as people read it. */
export type Part = string | Markup | readonly Part[] | null | false;

/** The only way from text to HTML: what a value holds is shown, never obeyed, be it a tag, a control or a bidi mark. */
export function markup(strings: TemplateStringsArray, ...values: readonly Part[]): Markup {
  const made = html(strings, ...values.map(shown));
  if (made instanceof Promise) throw new TypeError("a part of the page is a promise");
  return made;
}

function shown(part: Part): unknown {
  if (typeof part === "string") return escapeText(part);
  return Array.isArray(part) ? part.map(shown) : part;
}

/** Only for what this folder made itself: styles, and pictures that hold no text of the data. */
export function made(text: string): Markup {
  return raw(text);
}

/** Words of people, whose line breaks mean nothing. */
export function prose(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

/** At most so many characters, the middle left out: both ends of an object's name tell something. */
export function shortened(text: string, longest: number): string {
  const characters = [...text];
  if (characters.length <= longest) return text;
  const end = Math.floor(longest / 3);
  return `${characters.slice(0, longest - end - 1).join("")}…${characters.slice(-end).join("")}`;
}
