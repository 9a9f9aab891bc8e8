import { readExpression } from "./expression.ts";
import { readOrder } from "./query.ts";
import type { Reader } from "./reader.ts";
import type { Facts, Words } from "./tree.ts";

/** A function before OVER. */
interface Caller {
  readonly text: string;
  readonly offset: number;
  /** May look at a frame: BigQuery gives none to functions that number or look up rows. */
  readonly framed: boolean;
}

/** OVER and a window, its own or the name of one; false: there is none. */
export function readOver(reader: Reader, caller: Caller): boolean {
  if (reader.sees("FILTER"))
    reader.stop("is not BigQuery's", "write the condition into the argument: SUM(CASE WHEN … THEN x END)");
  if (!reader.skip("OVER")) return false;
  if (!reader.sees("(")) {
    reader.facts.namedWindows.push({ name: reader.name("a window"), caller });
    return true;
  }
  const window = readWindow(reader);
  reader.facts.windows.push(window.parts);
  checkFrame(reader, caller, window.framed);
  return true;
}

function checkFrame(reader: Reader, { text, offset, framed }: Caller, hasFrame: boolean): void {
  if (hasFrame && !framed)
    reader.fault(offset, `BigQuery gives ${text} no frame`, "give it a window of its own, without ROWS");
}

/** WINDOW name AS (…), …: after everything that uses them. */
export function readWindows(reader: Reader): void {
  const given = new Map<string, boolean>();
  if (reader.skip("WINDOW")) {
    do {
      const name = reader.name("a window");
      if (given.has(name.upper)) reader.fault(name.offset, `${name.text} is given twice`, "give it another name");
      reader.expect("AS");
      const window = readWindow(reader);
      reader.facts.windows.push(window.parts);
      given.set(name.upper, window.framed);
    } while (reader.skip(","));
  }
  for (const { name, caller } of reader.facts.namedWindows) {
    const framed = given.get(name.upper);
    if (framed === undefined) refuseName(reader, name);
    else checkFrame(reader, caller, framed);
  }
}

/** Outside of a SELECT nothing gives names to windows. */
export function refuseNames(reader: Reader, { namedWindows }: Facts): void {
  for (const { name } of namedWindows) refuseName(reader, name);
}

function refuseName(reader: Reader, { offset, text }: Facts["namedWindows"][number]["name"]): void {
  reader.fault(offset, `no window is called ${text}`, `write WINDOW ${text} AS (…) behind, or the window itself`);
}

function readWindow(reader: Reader): { readonly parts: Words[]; readonly framed: boolean } {
  reader.expect("(", "write the window itself");
  const parts: Words[] = [];
  if (reader.skip("PARTITION", "BY")) {
    do parts.push(reader.words(() => readExpression(reader)).words);
    while (reader.skip(","));
  }
  const ordered = reader.skip("ORDER", "BY");
  if (ordered) readOrder(reader);
  const framed = readFrame(reader, ordered);
  if (!reader.skip(")"))
    reader.stop("does not belong into a window", "write PARTITION BY, ORDER BY and ROWS BETWEEN … AND … only");
  return { parts, framed };
}

/** Rows counted from the present one; ranges of values are cut in other types by each engine. */
function readFrame(reader: Reader, ordered: boolean): boolean {
  const { offset } = reader.token;
  if (reader.sees("RANGE") || reader.sees("GROUPS"))
    reader.stop("is not counted alike", "write ROWS BETWEEN … AND …, over rows that stand at equal distances");
  if (!reader.skip("ROWS")) return false;
  if (!ordered) reader.fault(offset, "ROWS without ORDER BY takes any rows", "write ORDER BY before it");
  reader.expect("BETWEEN", "write both ends: ROWS BETWEEN 6 PRECEDING AND CURRENT ROW");
  const first = readBound(reader, Number.POSITIVE_INFINITY);
  reader.expect("AND");
  const last = readBound(reader, Number.NEGATIVE_INFINITY);
  if (first > last) reader.fault(offset, "the frame ends before it begins", "write its earlier end first");
  return true;
}

/** How many rows after the present one; `impossible`: the end of all rows at which a frame cannot be on this side. */
function readBound(reader: Reader, impossible: number): number {
  if (reader.skip("CURRENT", "ROW")) return 0;
  const { offset, kind, text } = reader.token;
  const unbounded = reader.skip("UNBOUNDED");
  if (!unbounded && !(kind === "number" && /^\d+$/.test(text)))
    reader.stop("is no end of a frame", "write UNBOUNDED or a number before PRECEDING or FOLLOWING, or CURRENT ROW");
  if (!unbounded) reader.next();
  const rows = unbounded ? Number.POSITIVE_INFINITY : Number(text);
  const following = reader.skip("FOLLOWING");
  if (!following) reader.expect("PRECEDING", "write PRECEDING or FOLLOWING");
  const bound = following ? rows : -rows;
  if (bound === impossible)
    reader.fault(offset, "no frame begins after all rows, or ends before them", "turn it round");
  return bound;
}
