import { literal } from "./literal.ts";

/** A text form that a column may have; the stricter come first, the first that fits every row is taken. */
export interface Form {
  readonly name: string;
  readonly pattern: string;
  /** What a comment says of it. */
  readonly words: string;
}

const day = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
const clock = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?";

/** Forms that are known by sight. */
const knownForms: readonly Form[] = [
  { name: "date", pattern: `^${day}$`, words: "a date" },
  { name: "time", pattern: `^${clock}$`, words: "a time of day" },
  { name: "timestamp", pattern: `^${day}[T ]${clock}(Z|[+-][0-9]{2}:?[0-9]{2})?$`, words: "a timestamp" },
  { name: "version", pattern: "^[0-9]{1,4}(\\.[0-9]{1,5}){1,3}$", words: "a version" },
];

const anyForms: readonly Form[] = [
  { name: "ascii", pattern: "^[!-~]([ -~]*[!-~])?$", words: "printable ASCII without blanks at its ends" },
  { name: "trimmed", pattern: "^[^ \\t\\n\\f\\r](.*[^ \\t\\n\\f\\r])?$", words: "one line without blanks at its ends" },
];

const mostPositions = 64;
/** RE2 repeats at most so often. */
const mostRepeats = 1000;
const enough = 20;

/** Candidates from values that were seen. Whether they fit every row is asked afterwards. */
export function candidateForms(values: readonly string[]): Form[] {
  const seen = [...new Set(values)].filter((value) => value !== "");
  if (seen.length === 0) return [];
  const known = knownForms.filter(({ pattern }) => seen.every((value) => new RegExp(pattern, "u").test(value)));
  return [...known, ...ownForms(seen), ...anyForms];
}

function ownForms(values: readonly string[]): Form[] {
  const runs = runForm(values);
  const forms: (Form | null)[] = [hexForm(values), positionForm(values), runs, alphabetForm(values)];
  return forms.filter((form) => form !== null);
}

function hexForm(values: readonly string[]): Form | null {
  const length = sameLength(values);
  if (length === null || length < 16 || length > mostRepeats) return null;
  const lower = values.every((value) => /^[0-9a-f]+$/.test(value));
  const upper = values.every((value) => /^[0-9A-F]+$/.test(value));
  if (!lower && !upper) return null;
  return { name: "hex", pattern: `^[0-9${lower ? "a-f" : "A-F"}]{${length}}$`, words: `${length} hex digits` };
}

/** Values of one length: each position has its class of characters. */
function positionForm(values: readonly string[]): Form | null {
  const length = sameLength(values);
  if (length === null || length > mostPositions) return null;
  const prefix = values.length >= enough ? letterPrefix(values) : 0;
  const classes: string[] = [];
  for (let at = 0; at < length; at += 1) {
    const characters = new Set(values.map((value) => value[at] ?? ""));
    const found = at < prefix ? literal(values[0]?.[at] ?? "") : classOf(characters);
    if (found === null) return null;
    classes.push(found);
  }
  return { name: "positions", pattern: `^${repeated(classes)}$`, words: `${length} characters of one shape` };
}

/** Values of one shape whose runs of digits or letters differ in length: `AB-123`, `AB-4711`. */
function runForm(values: readonly string[]): Form | null {
  const split = values.map((value) => value.match(/[0-9]+|[A-Z]+|[a-z]+|[^0-9A-Za-z]/g) ?? []);
  const shape = split[0]?.map(runClass) ?? [];
  if (shape.length < 2 || shape.length > 16 || shape.some((part) => part === null)) return null;
  const same = split.every(
    (runs) => runs.length === shape.length && runs.every((run, at) => runClass(run) === shape[at]),
  );
  if (!same || values.length < enough) return null;
  const parts = shape.map((part, at) => {
    const lengths = split.map((runs) => runs[at]?.length ?? 0);
    const [least, most] = [Math.min(...lengths), Math.max(...lengths)];
    return !part?.startsWith("[") ? part : least === most && most <= mostRepeats ? `${part}{${least}}` : `${part}+`;
  });
  return {
    name: "runs",
    pattern: `^${parts.join("").replaceAll("{1}", "")}$`,
    words: "runs of digits and letters in one order",
  };
}

/** Only kinds of characters that were seen: `[a-z0-9_]`, for codes and names rather than sentences. */
function alphabetForm(values: readonly string[]): Form | null {
  const characters = new Set(values.join(""));
  const marks = [...characters].filter((character) => !/[0-9A-Za-z]/.test(character));
  if (values.length < enough || marks.length > 5 || marks.some((mark) => !/[ -~]/.test(mark))) return null;
  const inner = ["0-9", "A-Z", "a-z"]
    .filter((range) => values.some((value) => new RegExp(`[${range}]`).test(value)))
    .join("");
  const blank = marks.includes(" ");
  const visible =
    inner +
    marks
      .filter((mark) => mark !== " ")
      .map(inClass)
      .sort()
      .join("");
  if (visible === "") return null;
  const pattern = blank ? `^[${visible}]([ ${visible}]*[${visible}])?$` : `^[${visible}]+$`;
  return { name: "alphabet", pattern, words: "the kinds of characters seen" };
}

function sameLength(values: readonly string[]): number | null {
  const length = values[0]?.length ?? 0;
  return length > 0 && values.every((value) => value.length === length) ? length : null;
}

/** Letters that all values start with, such as `ORD-` of an order number; digits are never taken as fixed. */
function letterPrefix(values: readonly string[]): number {
  const first = values[0] ?? "";
  let length = 0;
  while (/[A-Za-z_-]/.test(first[length] ?? "") && values.every((value) => value[length] === first[length]))
    length += 1;
  return length < 2 ? 0 : length;
}

function classOf(characters: ReadonlySet<string>): string | null {
  const all = [...characters];
  const ranges = ["0-9", "A-Z", "a-z"].filter((range) =>
    all.some((character) => new RegExp(`[${range}]`).test(character)),
  );
  if (ranges.length > 0) return all.every((character) => /[0-9A-Za-z]/.test(character)) ? `[${ranges.join("")}]` : null;
  return all.length === 1 && /[ -~]/.test(all[0] ?? "") ? literal(all[0] ?? "") : null;
}

function runClass(run: string): string | null {
  if (/^[0-9]/.test(run)) return "[0-9]";
  if (/^[A-Z]/.test(run)) return "[A-Z]";
  if (/^[a-z]/.test(run)) return "[a-z]";
  return /^[ -~]$/.test(run) ? literal(run) : null;
}

function repeated(classes: readonly string[]): string {
  let pattern = "";
  for (let at = 0; at < classes.length; ) {
    let times = 1;
    while (classes[at + times] === classes[at]) times += 1;
    pattern += times > 1 ? `${classes[at]}{${times}}` : classes[at];
    at += times;
  }
  return pattern;
}

function inClass(character: string): string {
  return /[\]\\^[-]/.test(character) ? `\\${character}` : character;
}
