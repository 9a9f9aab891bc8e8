// What data may not do to a terminal: move its cursor, colour it, ring it, or show text in another order than it has.

/** Control characters, bidi marks and overrides, invisible characters, tags, line separators, lone surrogates. */
const dangerous = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}]/gu;

const short: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0" };

/** The text as a terminal may show it: dangerous characters become `\n`, `\x1b` or `\u{202e}`; all others stay. */
export function escapeText(text: string): string {
  return text.replace(dangerous, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const hex = code.toString(16);
    return short[character] ?? (code < 256 ? `\\x${hex.padStart(2, "0")}` : `\\u{${hex}}`);
  });
}
