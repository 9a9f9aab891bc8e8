// The last gate before a text leaves the house: what looks like a secret or a person is taken out, wherever it comes
// from. Classified columns are masked long before; this is for what nobody classified, and for names and reasons.

type Replace = (match: string, ...groups: string[]) => string;

const SECRET = "(secret removed)";

const PATTERNS: readonly (readonly [RegExp, string | Replace])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, SECRET],
  [/\bSG\.[\w-]{10,}\.[\w-]{10,}/g, SECRET],
  [/\bAIza[\w-]{30,}/g, SECRET],
  [/\b(?:ya29\.|GOCSPX-|gh[pousr]_|xox[abpr]-|sk[-_](?:live|test|proj)?[-_]?)[\w.-]{10,}/g, SECRET],
  [/\bAKIA[0-9A-Z]{16}\b/g, SECRET],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, SECRET],
  [/\b(Bearer|Basic)\s+[\w+/=.~-]{8,}/gi, (_, scheme) => `${scheme} ${SECRET}`],
  [
    /\b(pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|access[_-]?key|authorization|credentials?)(["']?\s*[=:]\s*)(?!\(secret removed\))("[^"]*"|'[^']*'|[^\s,;&]+)/gi,
    (_, name, sign) => `${name}${sign}${SECRET}`,
  ],
  [/(:\/\/)[^\s/@:]+:[^\s/@]+@/g, (_, start) => `${start}${SECRET}@`],
  [/[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu, "(e-mail removed)"],
  [/\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g, "(account removed)"],
  [/(?<![\d.])\+\d[\d ()/-]{7,16}\d\b/g, "(phone removed)"],
  [/\b(?:\d[ -]?){12,18}\d\b/g, (match) => (isCard(match) ? "(card removed)" : match)],
  [/\b[0-9a-f]{40,}\b/gi, (match) => `${match.slice(0, 6)}…`],
];

export function redact(text: string): string {
  return PATTERNS.reduce(
    (kept, [pattern, by]) => (typeof by === "string" ? kept.replace(pattern, by) : kept.replace(pattern, by)),
    text,
  );
}

/** Up to the mark that ends it; an apostrophe inside of a word neither begins nor ends anything. Our own commands stay. */
const QUOTED = /(`sluice [^`]*`)|"[^"]*(?:"|$)|(?<![\p{L}\p{N}])'.*?(?:'(?![\p{L}\p{N}])|$)|`[^`]*(?:`|$)/gu;
/** Some stand without marks, and nobody can tell where they end: `Bad double value: 12x`, `Field: age; Value: 12x`. */
const UNQUOTED = /\b(values?|overflow): .*$|\b(value of) (?!type\b)\S+/giu;

/**
 * A message that came from elsewhere, as one line: services and decoders quote the very values that they cannot take,
 * so what stands in quotes goes, what is named a value, and the lines that show the statement.
 */
export function withoutValues(text: string): string {
  const [first = ""] = text.split(/\n\s*\n|\nLINE /);
  const line = first.replaceAll(/\s+/g, " ").trim();
  return redact(
    line
      .replaceAll(QUOTED, (_, ours) => ours ?? "…")
      .replace(UNQUOTED, (_, ended, before) => (ended ? `${ended}: …` : `${before} …`)),
  );
}

/** The shape of a value: letters as x and X, digits as 9, whatever is not ASCII as *. Twice is the same as once. */
export function shapeOf(value: string): string {
  return value
    .replaceAll(/[\p{Ll}\p{Lt}\p{Lm}\p{Lo}]/gu, (letter) => (letter < "\x80" ? "x" : "*"))
    .replaceAll(/\p{Lu}/gu, (letter) => (letter < "\x80" ? "X" : "*"))
    .replaceAll(/\p{N}/gu, (digit) => (digit < "\x80" ? "9" : "*"))
    .replaceAll(/\P{ASCII}/gu, "*");
}

/** By the check digit of card numbers; a generation or a count rarely has it and starts so. */
function isCard(text: string): boolean {
  const digits = [...text.replaceAll(/\D/g, "")].map(Number);
  if (digits.length < 13 || !/^[3-6]/.test(text)) return false;
  const sum = digits
    .toReversed()
    .reduce((total, digit, index) => total + (index % 2 === 0 ? digit : digit > 4 ? 2 * digit - 9 : 2 * digit), 0);
  return sum % 10 === 0;
}
