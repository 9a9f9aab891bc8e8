import { withoutValues } from "../../plan/words-redact.ts";

/** Complaints about the text itself, which name its tables, columns and functions. */
const ofTheText =
  /^((Binder|Catalog|Parser|Permission) Error|Syntax error|Unrecognized name|No matching signature|Not found)\b/i;
const kindOf = /^((?:[A-Z][a-z]+ ){1,3}error)\b/i;

const longest = 240;

/**
 * Why a query failed. Engines quote values of rows in their messages, marked as such or not; so of a complaint about
 * what the rows hold nothing but its kind is kept.
 */
export function crashWords(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const [line = ""] = text.replace(/^Failed to [a-z ]+: /, "").split("\n");
  const words = ofTheText.test(line) ? withoutValues(line) : kindOf.exec(line)?.[1];
  return words ? `the query failed: ${words.slice(0, longest)}` : "the query failed";
}
