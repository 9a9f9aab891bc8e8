import type { Page } from "../page.ts";
import { cut } from "../words/visible.ts";

const LONGEST = 150;

/** One line, most telling words first: a phone shows about forty characters. */
export function subjectLine({ subject }: Pick<Page, "subject">): string {
  return cut(subject.said.replaceAll(/\s+/g, " ").trim(), LONGEST);
}
