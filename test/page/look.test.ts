// The page in a browser, without JavaScript, as people see it: both themes, desk and phone, everything opened.
import { describe, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { pageHtml } from "../../lakehouse/run/page/page.ts";
import type { PageState } from "../../lakehouse/run/page/state.ts";
import { grouped } from "../../lakehouse/run/view/numbers.ts";
import { inBrowser, screenshot, withPage } from "../browser/browser.ts";
import { pageProblems } from "../browser/problems.ts";
import { evil, hostile } from "./hostile.ts";
import { bigState, sampleState } from "./sample.ts";
import { smallState } from "./small.ts";

const views = [
  { theme: "light", width: 1280 },
  { theme: "dark", width: 1280 },
  { theme: "light", width: 1100 },
  { theme: "dark", width: 1060 },
  { theme: "light", width: 820 },
  { theme: "light", width: 390 },
  { theme: "dark", width: 390 },
] as const;

const states = { month: sampleState, small: () => smallState, hostile: () => hostile(smallState), halfYear: bigState };
const made = new Map<string, Promise<string>>();

/** Made once. */
function page(name: keyof typeof states): Promise<string> {
  const html = made.get(name) ?? pageHtml(states[name]());
  made.set(name, html);
  return html;
}

const openAll = (page: Page) =>
  page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
/** Tables of which a part can only be seen by scrolling. */
const cutTables = (page: Page) =>
  page.evaluate<string[]>(
    "[...document.querySelectorAll('.scroll')].filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.firstElementChild.ariaLabel)",
  );
const textOf = (page: Page) => page.evaluate<string>("document.body.innerText");

inBrowser("the report page", () => {
  test.each(views)("a month looks well, closed and opened: $theme, $width pixels", async ({ theme, width }) => {
    await withPage({ html: await page("month"), theme, width }, async (shown) => {
      expect(await pageProblems(shown)).toEqual([]);
      expect(await cutTables(shown.page)).toEqual([]);
      await screenshot(shown.page, `page-${theme}-${width}`);
      await openAll(shown.page);
      expect(await pageProblems(shown)).toEqual([]);
    });
  });

  describe.each([
    ["desk", 1280],
    ["phone", 390],
  ])("at the %s", (_, width) => {
    test("every section and every number is there to see", async () => {
      await withPage({ html: await page("small"), theme: "dark", width }, async ({ page }) => {
        for (const name of headings) expect(await page.getByRole("heading", { name }).first().isVisible()).toBe(true);
        await openAll(page);
        const text = await textOf(page);
        expect(numbersOf(smallState).filter((number) => !text.includes(number))).toEqual([]);
      });
    });

    test("hostile text stays text", async () => {
      await withPage({ html: await page("hostile"), theme: "light", width, javascript: true }, async (shown) => {
        await openAll(shown.page);
        expect(await pageProblems(shown)).toEqual([]);
        expect(await shown.page.title()).toContain("<script>");
        const text = await textOf(shown.page);
        expect(text.includes(evil.shown)).toBe(true);
        expect(/\p{Cf}/u.test(text)).toBe(false);
      });
    });
  });

  test("half a year, on a phone", async () => {
    await withPage({ html: await page("halfYear"), theme: "dark", width: 390 }, async (shown) =>
      expect(await pageProblems(shown)).toEqual([]),
    );
  });

  test("one picture serves both themes, by the page's own colours", async () => {
    const html = await page("small");
    const fills = (theme: "light" | "dark") =>
      withPage({ html, theme, width: 1280 }, ({ page }) =>
        page.evaluate<string[]>(
          `[...document.querySelectorAll('.chart.wide path[fill^="var("]')].map((bar) => getComputedStyle(bar).fill)`,
        ),
      );
    const [light, dark] = [await fills("light"), await fills("dark")];
    expect(light).toContain("rgb(47, 131, 166)");
    expect(dark).toHaveLength(light.length);
    expect(dark.filter((fill) => light.includes(fill))).toEqual([]);
  });

  test("tables are tables for who hears them, on a phone too", async () => {
    await withPage({ html: await page("small"), theme: "light", width: 390 }, async ({ page }) => {
      const drops = page.getByRole("table", { name: "Drops" });
      expect(await drops.getByRole("columnheader").count()).toBe(8);
      expect(await drops.getByRole("row").count()).toBe(7);
      expect(
        await page
          .getByRole("img", {
            name: "Device pings: loaded, loaded or duplicates, waiting, quarantined, duplicates per day",
          })
          .count(),
      ).toBe(1);
    });
  });
});

const headings = [
  "Three days",
  "State",
  "Device pings",
  "Pings per day",
  "Rows per day",
  "Rules that rows failed",
  "Samples, masked; rows count from 0",
  "Drops",
  "Publications",
  "Checks after publication",
  "Mails",
];

/** Every count of the state, as people read it. */
function numbersOf(value: PageState | unknown): string[] {
  if (typeof value === "number") return [grouped(value)];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => (key === "bytesScanned" ? [] : numbersOf(part)));
}
