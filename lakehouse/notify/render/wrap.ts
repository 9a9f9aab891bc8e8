import { columnsOf } from "../../plan/words-width.ts";

/** Columns of plain text: RFC 5322 recommends 78, and no program wraps such lines again. */
export const COLUMNS = 78;

export function padded(text: string, columns: number, align: "left" | "right" = "left"): string {
  const space = " ".repeat(Math.max(0, columns - columnsOf(text)));
  return align === "left" ? text + space : space + text;
}

/** Lines of at most 78 columns, all but the first behind `indent`; a word that is longer is cut into pieces. */
export function wrapped(text: string, first = "", indent = first): string[] {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.split(" ").flatMap((each) => pieces(each, COLUMNS - columnsOf(indent)))) {
    const joined = empty ? line + word : `${line} ${word}`;
    if (empty || columnsOf(joined) <= COLUMNS) {
      line = joined;
    } else {
      lines.push(line.trimEnd());
      line = indent + word;
    }
    empty = false;
  }
  return [...lines, line.trimEnd()];
}

/** Paths break behind a slash, everything else where the line ends. */
function pieces(word: string, columns: number): string[] {
  if (columnsOf(word) <= columns) return [word];
  const found: string[] = [];
  let piece = "";
  for (const part of word.split(/(?<=\/)/)) {
    if (piece !== "" && columnsOf(piece + part) > columns) {
      found.push(piece);
      piece = "";
    }
    for (const character of part) {
      if (columnsOf(piece + character) > columns) {
        found.push(piece);
        piece = "";
      }
      piece += character;
    }
  }
  return [...found, piece];
}
