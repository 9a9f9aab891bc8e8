import { html } from "hono/html";
import type { Letter } from "../message.ts";
import { wrapped } from "./wrap.ts";

const LINES = 60;
const CHARACTERS = 8_000;

/** The same mail, cut to what must be known, for a service that found it too large. */
export function shortened(letter: Letter): Letter {
  const note = "Shortened: the mail service found the whole too large. The report has the rest.";
  const kept = letter.text.slice(0, CHARACTERS).split("\n").slice(0, LINES);
  const text = `${wrapped(note).join("\n")}\n\n${kept.join("\n").trimEnd()}\n`;
  const markup = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${letter.subject}</title>
<style>:root { color-scheme: light dark; }</style></head>
<body><pre style="font-family:monospace;white-space:pre-wrap;overflow-wrap:anywhere">${text}</pre></body></html>
`;
  return { ...letter, text, html: String(markup) };
}
