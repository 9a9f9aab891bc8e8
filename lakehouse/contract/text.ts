import { LineCounter, parseDocument } from "yaml";
import { Cursor, type Source } from "./cursor.ts";
import type { Report } from "./lint.ts";
import type { Place } from "./problem.ts";

const MAX_BYTES = 1 << 20;
const MAX_ALIASES = 100;

/** A contract's text as values with places, and as plain JSON for the JSON Schema (integers above 2^53 rounded there). */
export interface Parsed {
  readonly root: Cursor;
  readonly json: unknown;
}

/** Null if the text is no YAML that can be read; the reasons are then reported. */
export function parseText(text: string, file: string, report: Report): Parsed | null {
  const start: Place = { file, line: 1, column: 1 };
  const tooLarge = (what: string) => {
    report("yaml-too-large", start, what, "keep one dataset in one short file, and repeat instead of aliasing");
    return null;
  };
  if (text.length > MAX_BYTES) return tooLarge(`the text has ${text.length} characters`);
  const lines = new LineCounter();
  let source: Source;
  try {
    const document = parseDocument(text, { lineCounter: lines, intAsBigInt: true, logLevel: "error" });
    source = { file, lines, document };
  } catch {
    // The parser recurses; nothing but absurd nesting makes it throw.
    return tooLarge("the text is nested too deeply");
  }
  for (const { pos, message, code } of source.document.errors) {
    const { line, col } = lines.linePos(pos[0]);
    const what = code === "MULTIPLE_DOCS" ? "the text holds more than one document" : plain(message);
    report("yaml-syntax", { file, line, column: col }, what, cureOf(code));
  }
  if (source.document.errors.length > 0) return null;
  try {
    const json: unknown = source.document.toJS({ maxAliasCount: MAX_ALIASES, reviver: (_key, value) => narrow(value) });
    return { root: new Cursor(source, source.document.contents), json };
  } catch {
    return tooLarge("its aliases unfold to too much, or to themselves");
  }
}

function narrow(value: unknown): unknown {
  return typeof value === "bigint" ? Number(value) : value;
}

/** The parser's message without the excerpt that it appends. */
function plain(message: string): string {
  return (message.split("\n")[0] ?? message).replace(/ at line \d+, column \d+:?$/, "");
}

function cureOf(code: string): string {
  if (code === "DUPLICATE_KEY") return "keep one of them";
  if (code === "MULTIPLE_DOCS") return "put every contract into a file of its own";
  if (code === "TAB_AS_INDENT") return "indent with spaces";
  return "mend the YAML; quote text that holds : # { } [ ] , & * ! | > ' \" % @";
}
