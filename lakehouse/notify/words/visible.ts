import { escapeCharacter, escapeText } from "../../plan/words-escape.ts";
import { redact } from "../../plan/words-redact.ts";

// What data may not do in a mail: move text about, look like other letters, become a link or a template.

/** More marks on one letter than any language has: they would run over the lines around. */
const PILED = /(?<=\p{M}{3})\p{M}/gu;
/** Letters of other scripts that are drawn as Latin ones are. */
const LOOKALIKE = /^[аАВЕеЗіІјЈКМНоОрРсСТуУхХѕЅһԁԛԜԝѵѴӏԌԍοΟαΑΒΕΖΗΙΚΜΝΡρΤΥυΧνγⅰⅼⅽⅾⅿօՕսՏցհոᏀᎪᏟᎬᎻᎫᏦᏞᎷᏢᏒᏚᎢᏙᎳᏃ]+$/u;
const WORD = /[\p{L}\p{M}]+/gu;
const FOREIGN = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Lisu}]/u;
/** Letters of Latin that stand for whole styles of it: mathematical, full-width, enclosed. */
const STYLED = /[\u{1d400}-\u{1d7ff}\uff21-\uff3a\uff41-\uff5a\u24b6-\u24e9]/gu;

const DOMAIN =
  /(?<=[\p{L}\p{N}])\.(?=(?:com|net|org|io|co|dev|app|info|biz|xyz|top|site|online|shop|link|click|zip|mov|ru|cn|de|uk|eu|me|ly|gl|to)\b)/giu;

/** Any text that came with data, as a reader may see it: nothing hidden, nothing that poses as something else. */
export function visible(text: string): string {
  return escapeText(redact(text))
    .replace(PILED, escapeCharacter)
    .replace(STYLED, escapeCharacter)
    .replace(WORD, unmixed)
    .replaceAll("://", "[:]//")
    .replace(/\b(www|mailto|tel)([.:])/gi, "$1[$2]")
    .replace(DOMAIN, "[.]")
    .replaceAll("{{", "{\\x7b");
}

/** At most so many characters, whole ones; a cut text ends in `…`. */
export function cut(text: string, characters: number): string {
  const graphemes = [...text];
  return graphemes.length <= characters ? text : `${graphemes.slice(0, characters - 1).join("")}…`;
}

const LONGEST_VALUE = 60;

/** A value in marks, so that blanks at its ends are seen and no spreadsheet takes it for a formula. */
export function shownValue(value: string | null): string {
  return value === null ? "NULL" : `‘${cut(visible(value), LONGEST_VALUE)}’`;
}

/** Words that mix Latin with letters drawn alike, or are made of such letters alone. */
function unmixed(word: string): string {
  if (!FOREIGN.test(word) && !LOOKALIKE.test(word)) return word;
  const poses = /\p{Script=Latin}/u.test(word) || LOOKALIKE.test(word);
  return poses
    ? [...word].map((letter) => (/\p{Script=Latin}/u.test(letter) ? letter : escapeCharacter(letter))).join("")
    : word;
}
