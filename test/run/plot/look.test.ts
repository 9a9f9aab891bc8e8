// The pictures in a browser: alone and on the page, both themes, desk and phone.
import { expect, test } from "@jest/globals";
import { pageHtml } from "../../../lakehouse/run/page/page.ts";
import type { PageState, UnusualState } from "../../../lakehouse/run/page/state.ts";
import { plotFile } from "../../../lakehouse/run/plot/file.ts";
import { inBrowser, screenshot, withPage } from "../../browser/browser.ts";
import { pageProblems } from "../../browser/problems.ts";
import { smallState } from "../../page/small.ts";
import { frame, sampleYear } from "./sample.ts";

const airports = ["SFO", "LGA"].map((airport, index) => ({
  airport,
  unusual: 3,
  score: 31.8 - index,
  file: index === 0 ? `plots/table/year=2001/airport=${airport}.svg` : null,
}));
const unusual: UnusualState = {
  year: 2001,
  ...frame,
  all: 229,
  shown: airports.map(({ airport }) => sampleYear(airport)),
  airports,
};
const state: PageState = { ...smallState, derived: smallState.derived.map((one) => ({ ...one, unusual })) };

inBrowser("pictures of unusual days", () => {
  test.each([
    ["light", 1280],
    ["dark", 390],
  ] as const)("on the page: %s, %d pixels", async (theme, width) => {
    await withPage({ html: await pageHtml(state), theme, width }, async (shown) => {
      expect(await pageProblems(shown)).toEqual([]);
      await screenshot(shown.page, `plots-${theme}-${width}`);
      const seen = await shown.page.evaluate<number>(
        "[...document.querySelectorAll('.airport svg')].filter((one) => one.getBoundingClientRect().width > 0).length",
      );
      expect(seen).toBe(2);
      const links = await shown.page.getByRole("link", { name: "SFO", exact: true }).all();
      expect(await Promise.all(links.map((link) => link.getAttribute("href")))).toEqual([
        "plots/table/year=2001/airport=SFO.svg",
      ]);
    });
  });

  test.each(["light", "dark"] as const)("alone: %s", async (theme) => {
    const html = `<!doctype html><html lang="en"><body style="margin: 0">${plotFile(sampleYear(), frame)}</body></html>`;
    await withPage({ html, theme, width: 920 }, async (shown) => expect(await pageProblems(shown)).toEqual([]));
  });
});
