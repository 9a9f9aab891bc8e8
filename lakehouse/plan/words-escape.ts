// What data may not do where it is shown: move a cursor, colour or hide text, or show it in another order than it has.

/** Control characters, bidi marks and overrides, invisible characters, tags, line separators, lone surrogates. */
export const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}]/gu;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0" };

/** The text as it may be shown: what cannot be seen becomes `\n`, `\x1b` or `\u{202e}`; all else stays. */
export function escapeText(text: string): string {
  return text.replace(INVISIBLE, escapeCharacter);
}

/** Any character, written out. */
export function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return SHORT[character] ?? (code < 256 ? `\\x${hex.padStart(2, "0")}` : `\\u{${hex}}`);
}
