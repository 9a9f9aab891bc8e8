import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Shown } from "./browser.ts";

interface Measured {
  /** Each visible text with its contrast; null: something is behind it that cannot be judged, as an image. */
  readonly texts: readonly { readonly text: string; readonly ratio: number | null; readonly size: number }[];
  readonly wide: number;
  readonly scrollWidth: number;
  /** Elements that reach out of the window. */
  readonly outside: readonly string[];
  /** What could run or load something. */
  readonly active: readonly string[];
}

const measure = readFileSync(join(import.meta.dirname, "measure.js"), "utf8");

/** WCAG 2, AA, for text of every size. */
const leastContrast = 4.5;
const leastSize = 9;

/**
 * All that must never be so, in words: a page that scrolls sideways, text that is pale or tiny, a request to anywhere,
 * a script. Only what is visible counts: open what shall be judged.
 */
export async function pageProblems({ page, requests, scripts }: Shown): Promise<string[]> {
  const { texts, wide, scrollWidth, outside, active } = await page.evaluate<Measured>(measure);
  if (texts.length === 0) return ["no text is visible"];
  return [
    ...(scrollWidth > wide ? [`scrolls sideways: ${scrollWidth} of ${wide} pixels`] : []),
    ...outside.map((element) => `reaches out of the window: ${element}`),
    ...texts
      .filter(({ ratio }) => ratio !== null && ratio < leastContrast)
      .map(({ text, ratio }) => `contrast ${ratio?.toFixed(2)}: ${text}`),
    ...texts.filter(({ ratio }) => ratio === null).map(({ text }) => `an image behind the text: ${text}`),
    ...texts.filter(({ size }) => size < leastSize).map(({ text, size }) => `${size.toFixed(1)} px small: ${text}`),
    ...active.map((element) => `could run or load: ${element}`),
    ...scripts.map((script) => `ran a script: ${script}`),
    ...requests.map((url) => `asked for ${url}`),
  ];
}
