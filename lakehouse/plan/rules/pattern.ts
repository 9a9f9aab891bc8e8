/**
 * A contract's pattern as RE2 text. Contracts hold the subset that ECMA-262 and RE2 read alike (the linter refuses the
 * rest); three spellings still differ: `$` is written as the `\z` that it means without the m flag, the dot leaves out
 * all four line ends of ECMA, and `\/` becomes the bare character.
 */
export function re2Pattern(source: string): string {
  let text = "";
  let inClass = false;
  for (let at = 0; at < source.length; at++) {
    const character = source[at] as string;
    if (character === "\\") {
      text += escapeOf(source[++at] ?? "\\");
      continue;
    }
    if (character === "[") inClass = true;
    if (character === "]") inClass = false;
    text += inClass ? character : (OUTSIDE_CLASS[character] ?? character);
  }
  return text;
}

const OUTSIDE_CLASS: Readonly<Record<string, string>> = { $: "\\z", ".": "[^\\n\\r\\x{2028}\\x{2029}]" };

function escapeOf(next: string): string {
  return next === "/" ? "/" : `\\${next}`;
}
