// Pages are looked at in a real browser: `inBrowser` around the tests of a file, `withPage` in each, `pageProblems`
// (./problems.ts) for what must hold of every page that Sluice writes.
import { existsSync, mkdirSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, jest, test } from "@jest/globals";
import { type Browser, chromium, type Page } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const cure = "apt-get install chromium, or name one in $CHROMIUM";
const screens = join(import.meta.dirname, "..", "..", "out", "screens");

export type View = ({ readonly html: string } | { readonly file: string }) & {
  readonly theme: "light" | "dark";
  /** CSS pixels. A phone: 390. */
  readonly width: number;
  readonly height?: number;
  /** False by default: what Sluice writes must do without. True to prove that hostile text stays inert. */
  readonly javascript?: boolean;
};

export interface Shown {
  readonly page: Page;
  /** Addresses that the page asked for, itself excepted; none was answered. */
  readonly requests: readonly string[];
  /** Where a script of the page was compiled, event handlers included; none without JavaScript. */
  readonly scripts: readonly string[];
}

/** Throws, with the cure, where no Chromium is installed. The caller closes it. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error(`no Chromium found: ${cure}`);
  return chromium.launch({ executablePath });
}

let browser: Browser | null = null;

/** Tests that need a browser, one for all of them; without one they are skipped, and one line says how to get it. */
export function inBrowser(title: string, tests: () => void): void {
  if (findChromium() === null) {
    process.stderr.write(`skipped, no Chromium (${cure}): ${title}\n`);
    test.skip(title, () => {});
    return;
  }
  jest.setTimeout(60_000); // a browser on a busy machine
  describe(title, () => {
    beforeAll(async () => {
      browser = await openBrowser();
    });
    afterAll(async () => browser?.close());
    tests();
  });
}

/** Shows a page by itself, in the browser of the `inBrowser` around it (or one that is given), until `work` ends. */
export async function withPage<T>(view: View, work: (shown: Shown) => Promise<T>, inside = browser): Promise<T> {
  if (!inside) throw new Error("withPage works inside of inBrowser, or with a browser of openBrowser");
  const page = view.javascript ? await openPage(inside, true) : await quietPage(inside);
  try {
    await page.emulateMedia({ colorScheme: view.theme, reducedMotion: "reduce" });
    await page.setViewportSize({ width: view.width, height: view.height ?? 900 });
    const address = "html" in view ? "https://page.invalid/" : pathToFileURL(resolve(view.file)).href;
    const requests: string[] = [];
    await page.route("**", (route) => {
      const url = route.request().url();
      if (url.split("#")[0] === address) {
        return "html" in view
          ? route.fulfill({ contentType: "text/html; charset=utf-8", body: view.html })
          : route.continue();
      }
      requests.push(url);
      return route.abort();
    });
    const scripts = view.javascript ? await watchScripts(page, address) : [];
    await page.goto(address);
    return await work({ page, requests, scripts });
  } finally {
    if (view.javascript) await page.context().close();
    else await page.unrouteAll();
  }
}

/** One for all views without JavaScript: nothing on them can leave something behind, and to start a page takes time. */
const quietPages = new WeakMap<Browser, Promise<Page>>();

function quietPage(inside: Browser): Promise<Page> {
  const page = quietPages.get(inside) ?? openPage(inside, false);
  quietPages.set(inside, page);
  return page;
}

async function openPage(inside: Browser, javaScriptEnabled: boolean): Promise<Page> {
  const timezoneId = "America/New_York"; // days must not move with the reader
  return (await inside.newContext({ javaScriptEnabled, timezoneId })).newPage();
}

/** The whole page, or what is in sight, as out/screens/NAME.png. */
export async function screenshot(page: Page, name: string, fullPage = true): Promise<string> {
  mkdirSync(screens, { recursive: true });
  const path = join(screens, `${name}.png`);
  await page.screenshot({ path, fullPage });
  return path;
}

/** By the debugger: it is told of each script compiled, whatever brought it; a test's own have no address. */
async function watchScripts(page: Page, address: string): Promise<string[]> {
  const found: string[] = [];
  const session = await page.context().newCDPSession(page);
  session.on("Debugger.scriptParsed", ({ url, startLine }) => {
    if (url !== "") found.push(url === address ? `in line ${startLine + 1}` : url);
  });
  await session.send("Debugger.enable");
  return found;
}

function findChromium(): string | null {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const folders = (process.env.PATH ?? "").split(delimiter).concat("/usr/bin", "/usr/local/bin");
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync) ?? null;
}
