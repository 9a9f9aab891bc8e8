/**
 * A contract's pattern as RE2 text. Contracts hold the subset that ECMA-262 and RE2 read alike (the linter refuses the
 * rest); two spellings still differ in effect: RE2 knows `\z` for the end of the text, which `$` means without the m
 * flag, and ECMA writes `\/` and `\-` where RE2 wants the bare character.
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
    text += character === "$" && !inClass ? "\\z" : character;
  }
  return text;
}

function escapeOf(next: string): string {
  return next === "/" ? "/" : `\\${next}`;
}
