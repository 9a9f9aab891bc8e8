import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { mailsOf } from "../../lakehouse/run/page/mails.ts";
import { pageHtml } from "../../lakehouse/run/page/page.ts";
import type { DatasetState, PageState } from "../../lakehouse/run/page/state.ts";
import { addsUp } from "../../lakehouse/run/page/sums.ts";
import { checkGolden } from "../golden.ts";
import { bigState, sampleState } from "./sample.ts";
import { smallState } from "./small.ts";
import { wordsOf } from "./words-of.ts";

const goldens = join(import.meta.dirname, "goldens");

/** The small state with its one dataset changed. */
function withDataset(change: Partial<DatasetState>): PageState {
  return { ...smallState, datasets: smallState.datasets.map((dataset) => ({ ...dataset, ...change })) };
}

describe("what the page says", () => {
  test("of a small lakehouse", async () => {
    checkGolden(join(goldens, "small.txt"), `${wordsOf(await pageHtml(smallState))}\n`, "test/page/page.test.ts");
  });

  test("of an empty one", async () => {
    const words = wordsOf(await pageHtml({ ...smallState, datasets: [], derived: [], mails: [] }));
    expect(words).toContain("No dataset yet");
    expect(words).toContain("No mail has been written.");
  });

  test("of a dataset that waits for its first drop", async () => {
    const sums = {
      rowsIn: 0,
      loaded: 0,
      quarantined: 0,
      duplicates: 0,
      undivided: 0,
      waiting: 0,
      published: 0,
      updated: 0,
      replaced: 0,
      replacedDrops: 0,
      replayed: 0,
      table: 0,
    };
    const words = wordsOf(await pageHtml(withDataset({ days: [], drops: [], failures: [], publications: [], sums })));
    for (const sentence of [
      "No rows yet.",
      "No row has failed a rule.",
      "No drop has arrived yet.",
      "Nothing has been published yet.",
    ]) {
      expect(words).toContain(sentence);
    }
    expect(words).not.toMatch(/NaN|Infinity|undefined|null|\[object/);
  });

  test("the same state gives the same page", async () => {
    const [one, other] = [await pageHtml(sampleState()), await pageHtml(sampleState())];
    expect(one === other).toBe(true);
  });
});

describe("rows are conserved, or the page says so", () => {
  const { sums } = smallState.datasets[0] as DatasetState;

  test("kept", async () => {
    expect(addsUp(sums)).toBe(true);
    expect((await pageHtml(smallState)).includes('class="conflict"')).toBe(false);
  });

  test("a lost row", async () => {
    const html = await pageHtml(withDataset({ sums: { ...sums, loaded: sums.loaded - 1, table: null } }));
    expect(html.match(/class="conflict"/g)).toHaveLength(1);
    expect(wordsOf(html)).toContain(
      "Does not add up: 3,800 rows in ≠ 1,782 loaded + 12 quarantined + 5 duplicates + 2,000 waiting. Report this.",
    );
  });

  test("a table that holds something else", async () => {
    const words = wordsOf(await pageHtml(withDataset({ sums: { ...sums, table: 1_784 } })));
    expect(words).toContain(
      "The table does not hold what was loaded: 1,784 rows ≠ 1,983 loaded by publications − 40 updated − 160 replaced.",
    );
  });
});

describe("the page is one file", () => {
  test.each([
    ["small", () => smallState],
    ["a month", sampleState],
    ["half a year", bigState],
  ])("nothing to load, nothing that runs: %s", async (_, state) => {
    const html = await pageHtml(state());
    const active = /<(?:script|link (?!rel="icon")|img|iframe)|@import|url\(|\son\w+=|http(?!-equiv)|\/\//;
    expect(active.exec(html)?.[0]).toBeUndefined();
    expect(/content="(default-src [^;]*);/.exec(html)?.[1]).toBe("default-src 'none'");
  });

  test("half a year of 400 drops and 180 days stays small", async () => {
    const state = bigState();
    const [dataset] = state.datasets;
    expect([dataset?.drops.length, dataset?.days.length]).toEqual([400, 180]);
    expect((await pageHtml(state)).length).toBeLessThan(3_000_000);
  });
});

describe("mails are linked only where they lie below the page", () => {
  test.each([
    ["mail/1-held.eml", true],
    ["1.eml", true],
    ["javascript:alert(1)", false],
    ["https://example.com/x", false],
    ["//example.com/x", false],
    ["../secret", false],
    ["/etc/passwd", false],
    ["mail/../../x", false],
    ["a b", false],
  ])("%s: %s", (file, linked) => {
    const [mail] = smallState.mails;
    const html = String(mailsOf(mail ? [{ ...mail, file }] : []));
    expect(html.includes(`<a href="${file}">`)).toBe(linked);
    expect(html).toContain("[laptop] pings: HELD");
  });
});
