import { joined, padded, styled, type Text, text, width } from "../../lakehouse/run/view/text.ts";

/** The line in pieces of at most `columns`; all but the first begin under `indent`. A word that is longer stays whole. */
export function wrapped(line: Text, columns: number, indent: number): Text[] {
  const lines: Text[][] = [[]];
  let used = 0;
  for (const word of wordsOf(line)) {
    const present = lines.at(-1) ?? [];
    const space = present.length > 0 ? 1 : 0;
    const start = lines.length > 1 ? indent : 0;
    if (space > 0 && start + used + space + width(word) > columns) {
      lines.push([word]);
      used = width(word);
    } else {
      present.push(word);
      used += space + width(word);
    }
  }
  return lines.map((words, index) =>
    index === 0 ? joined(words, " ") : text`${padded(text``, indent)}${joined(words, " ")}`,
  );
}

function wordsOf({ spans }: Text): Text[] {
  const words: Text[] = [];
  let glued = false; // no space stands between two spans
  for (const span of spans) {
    for (const [index, part] of span.text.split(" ").entries()) {
      const word = styled(span.style, part);
      const last = words.at(-1);
      if (index === 0 && glued && last) words[words.length - 1] = joined([last, word], "");
      else words.push(word);
    }
    glued = true;
  }
  return words;
}
