import { expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { inBrowser, screenshot, type View, withPage } from "../browser/browser.ts";
import { pageProblems } from "../browser/problems.ts";
import { letterNamed, letters } from "./letters.ts";

// Every kind of mail in a real browser; out/screens/mail-*.png are for people to look at.

const light: Pick<View, "theme" | "width"> = { theme: "light", width: 390 };
const dark: Pick<View, "theme" | "width"> = { theme: "dark", width: 700 };
const airflow = "https://airflow.example.com/dags/sluice_flights/grid?task_id=launch";
const runbook = "https://runbooks.example.com/device_pings";

inBrowser("a mail as it is seen", () => {
  test.each(Object.keys(letters))("%s, light, on a phone", async (name) => {
    const { html, text } = letterNamed(name);
    await withPage({ html, ...light }, async (shown) => {
      await screenshot(shown.page, `mail-${name}-light-phone`);
      expect(await pageProblems(shown)).toEqual([]);
      const seen = await words(shown.page);
      expect(countsOf(text).filter((count) => !seen.includes(count))).toEqual([]);
      expect((await targets(shown.page)).filter((target) => target !== runbook && target !== airflow)).toEqual([]);
    });
  });

  test.each(Object.keys(letters))("%s, dark, wide", async (name) => {
    await withPage({ html: letterNamed(name).html, ...dark }, async (shown) => {
      await screenshot(shown.page, `mail-${name}-dark-wide`);
      expect(await pageProblems(shown)).toEqual([]);
    });
  });

  test.each([
    ["light", 320],
    ["dark", 390],
    ["light", 1200],
  ] as const)("hostile values stay text though scripts may run (%s, %i pixels)", async (theme, width) => {
    const { html } = letterNamed("hostile");
    await withPage({ html, theme, width, javascript: true }, async (shown) => {
      expect(await pageProblems(shown)).toEqual([]);
      expect(await words(shown.page)).toContain("<img src=x onerror=alert(1)>");
      expect(await targets(shown.page)).toEqual([]);
    });
  });
});

async function words(page: Page): Promise<string> {
  // biome-ignore lint/performance/useDomNodeTextContent: what is rendered counts, not what is there
  return (await page.locator("body").innerText()).replaceAll(/\s+/g, " ");
}

/** Wherever the page could lead to, or load from. */
function targets(page: Page): Promise<string[]> {
  const active = "[href], [src], [srcset], [action], [background], [data], img, svg, form, input, link, object";
  return page
    .locator(active)
    .evaluateAll((elements) => elements.map((each) => each.getAttribute("href") ?? each.tagName));
}

/** The numbers of the plain text's account of rows. */
function countsOf(text: string): string[] {
  const [, account = ""] = /\nROWS\n([\s\S]*?)\n\n/.exec(text) ?? [];
  return [...account.matchAll(/ {2}(\d[\d,]*)/g)].map(([, count]) => count ?? "");
}
