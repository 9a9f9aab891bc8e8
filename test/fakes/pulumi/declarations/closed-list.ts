// Lists of values in the provider's comments. Only lists that say they are whole count: "such as", "e.g." and "include"
// leave others open, and so does a list that goes on in words.

const KIND = "(?:possible|valid|accepted|allowed|supported|acceptable|available)";
const INTRODUCED = new RegExp(
  `\\b${KIND} (?:values|options)(?: are)?:?\\s*|\\b(?:must|may|can) be one of(?: the following)?:?\\s*|(?<=[.\\n] ?)One of\\s*`,
  "gi",
);
const ITEM = /^\[?(?:`"?'?([\w.+-]+)'?"?`|"([\w.+-]+)"|'([\w.+-]+)'|([A-Z][A-Z0-9_-]+)(?![a-z]))(?: \([^)]*\))?/;
const BULLET = /^[*-] +(?:[`'"]+([\w.+-]+)[`'"]+|([A-Z][A-Z0-9_]+)(?=\s*$| [-(–])|([\w.+-]+)(?=:))/;
const SEPARATOR = /^(?:,\s*(?:and |or )?|\s+(?:and|or)\s+|\n)/;
const END = /^\]?(?:[.;)]|\s*$|\s*\n| (?:If|Default|Note|The|When)\b)/;

/** All values that a comment says there are; null where it gives no such list. */
export function closedList(comment: string): readonly string[] | null {
  const lists = [...comment.matchAll(INTRODUCED)].map((found) => {
    const rest = comment.slice(found.index + found[0].length);
    return /^[*-] /.test(rest) ? bullets(rest) : items(rest);
  });
  return lists.findLast((list) => list !== null) ?? null;
}

/** Each on a line of its own, up to an empty one; what is said of it may take more lines. */
function bullets(text: string): string[] | null {
  const lines = (text.split(/\n\s*\n/)[0] ?? "").split("\n").filter((line) => /^[*-] /.test(line));
  const found = lines.map((line) =>
    BULLET.exec(line)
      ?.slice(1)
      .find((value) => value !== undefined),
  );
  return found.every((value) => value !== undefined) ? found : null;
}

function items(text: string): string[] | null {
  const found: string[] = [];
  let rest = text;
  for (;;) {
    const item = ITEM.exec(rest);
    if (item === null) break;
    found.push(item.slice(1).find((value) => value !== undefined) ?? "");
    rest = rest.slice(item[0].length);
    const separator = SEPARATOR.exec(rest);
    if (separator === null || !ITEM.test(rest.slice(separator[0].length))) break;
    rest = rest.slice(separator[0].length);
  }
  return found.length > 0 && END.test(rest) ? found : null;
}
