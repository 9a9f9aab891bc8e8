// What data may not do to a terminal: move its cursor, colour it, ring it, or show text in another order than it has.

/** Control characters, bidi marks and overrides, invisible characters, tags, lone surrogates. */
const dangerous =
  /[\p{Cc}\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff0-\ufffb\u{e0000}-\u{e0fff}]|\p{Cs}|\p{Co}/gu;

const short: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0" };

/** The text as a terminal may show it: dangerous characters become `\n`, `\x1b` or `\u{202e}`; all others stay. */
export function escapeText(text: string): string {
  return text.replace(dangerous, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const hex = code.toString(16);
    return short[character] ?? (code < 256 ? `\\x${hex.padStart(2, "0")}` : `\\u{${hex}}`);
  });
}
