import { columnsOf } from "../../plan/words-width.ts";
import { escapeText } from "./escape.ts";

// Text for a person, not yet for a terminal: spans with a style, every piece of data in it escaped already. Whether
// styles become colours is decided where it is printed.

export type Style = "plain" | "bold" | "dim" | "good" | "warn" | "bad" | "name";

interface Span {
  readonly style: Style;
  readonly text: string;
}

/** One line. Only the functions of this file make one, so that nothing unescaped is in it. */
export interface Text {
  readonly spans: readonly Span[];
}

/** text`rows of ${name}`: what stands in the source is trusted, what is put in is escaped (a Text keeps its styles). */
export function text(strings: TemplateStringsArray, ...values: readonly (Text | string | number)[]): Text {
  const spans = strings.flatMap((trusted, index) => {
    const value = values[index];
    return [{ style: "plain" as const, text: trusted }, ...(value === undefined ? [] : spansOf(value))];
  });
  return { spans: spans.filter((span) => span.text !== "") };
}

export function styled(style: Style, value: Text | string | number): Text {
  return {
    spans: spansOf(value).map((span) => ({ style: span.style === "plain" ? style : span.style, text: span.text })),
  };
}

export function joined(parts: readonly (Text | string)[], separator: string): Text {
  const between = { style: "plain" as const, text: separator };
  return { spans: parts.flatMap((part, index) => [...(index > 0 ? [between] : []), ...spansOf(part)]) };
}

export function plain(line: Text): string {
  return line.spans.map((span) => span.text).join("");
}

function spansOf(value: Text | string | number): readonly Span[] {
  return typeof value === "object" ? value.spans : [{ style: "plain", text: escapeText(String(value)) }];
}

/** Columns of a terminal that the text takes. */
export function width(value: Text | string): number {
  return columnsOf(typeof value === "string" ? value : plain(value));
}

/** At most `columns` wide; a cut text ends in `…`. */
export function cut(line: Text, columns: number): Text {
  if (width(line) <= columns) return line;
  const spans: Span[] = [];
  let left = Math.max(0, columns - 1);
  for (const span of line.spans) {
    const kept = takeColumns(span.text, left);
    spans.push({ style: span.style, text: kept });
    left -= width(kept);
    if (kept !== span.text) break;
  }
  return { spans: [...spans, { style: "dim", text: "…" }] };
}

function takeColumns(value: string, columns: number): string {
  if (columnsOf(value) <= columns) return value;
  let taken = "";
  let used = 0;
  for (const character of value) {
    used += width(character);
    if (used > columns) break;
    taken += character;
  }
  return taken;
}

export function padded(line: Text, columns: number, align: "left" | "right" = "left"): Text {
  const space = { style: "plain" as const, text: " ".repeat(Math.max(0, columns - width(line))) };
  return { spans: align === "left" ? [...line.spans, space] : [space, ...line.spans] };
}
