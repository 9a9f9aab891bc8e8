// The judge is judged first: it must see each problem, and be content with a page that has none.
import { expect, test } from "@jest/globals";
import { inBrowser, type View, withPage } from "./browser.ts";
import { pageProblems } from "./problems.ts";

const document = (body: string, style = "") =>
  `<!doctype html><meta charset="utf-8"><style>:root { color-scheme: light dark } ${style}</style><body>${body}`;

const problems = (html: string, view: Partial<View> = {}) =>
  withPage({ html, theme: "light", width: 390, ...view }, pageProblems);

inBrowser("what is found out about a page", () => {
  test.each(["light", "dark"] as const)("nothing, if all is well (%s)", async (theme) => {
    const body = '<p>plain</p><div style="overflow:auto"><pre style="width:900px">scrolls by itself</pre></div>';
    expect(await problems(document(body), { theme })).toEqual([]);
  });

  test.each<[string, string, RegExp]>([
    ["too wide", '<div style="width:500px">x</div>', /scrolls sideways: 508 of 390/],
    ["who is too wide", '<div class="w" style="width:500px">x</div>', /reaches out of the window: div\.w x/],
    ["pale", '<p style="color:#999">pale', /contrast 2\.85: pale/],
    ["pale by opacity", '<div style="opacity:.4"><p style="color:#000">pale', /contrast .*: pale/],
    ["pale on its ancestor", '<div style="background:#222"><p style="color:#444">pale', /contrast .*: pale/],
    ["pale in a modern colour", '<p style="color:oklch(0.8 0 0)">pale', /contrast .*: pale/],
    ["pale in a picture", '<svg><text y="20" fill="#aaa">pale</text></svg>', /contrast .*: pale/],
    [
      "pale on a shape",
      '<svg><path fill="#333" d="M0,0h99v99h-99Z"/><text y="20">pale</text></svg>',
      /contrast .*: pale/,
    ],
    ["over an image", '<p style="background:linear-gradient(#000,#fff)">x', /an image behind the text: x/],
    ["tiny", '<p style="font-size:6px">tiny', /6\.0 px small: tiny/],
    [
      "tiny in a shrunk picture",
      '<svg width="50" height="50" viewBox="0 0 100 100"><text y="50">tiny</text></svg>',
      /8\.0 px small: tiny/,
    ],
    ["a picture from elsewhere", 'x<img src="https://example.com/a.png">', /asked for https:\/\/example\.com\/a\.png/],
    ["a font from elsewhere", 'x<link rel=stylesheet href="//example.com/a.css">', /asked for https:\/\/example\.com/],
    ["a handler", '<p onclick="1">x', /could run or load: onclick=1/],
    ["a link that runs", '<a href="javascript:1">x</a>', /could run or load: href=javascript:1/],
    ["nothing", "", /no text is visible/],
  ])("%s", async (_, body, problem) => {
    expect((await problems(document(body))).join("\n")).toMatch(problem);
  });

  test("a script is seen running; without JavaScript it does not", async () => {
    const html = document('x<script>document.title = "ran"</script><img src="data:," onerror="document.title += 2">');
    const ran = await problems(html, { javascript: true });
    expect(ran.filter((problem) => problem.startsWith("ran a script"))).toHaveLength(2);
    expect((await problems(html)).filter((problem) => problem.startsWith("ran a script"))).toEqual([]);
  });

  test("the theme is the reader's", async () => {
    const style = "body { color: light-dark(#000, #fff); background: light-dark(#fff, #000) }";
    const colour = (theme: View["theme"]) =>
      withPage({ html: document("x", style), theme, width: 390 }, ({ page }) =>
        page.evaluate("getComputedStyle(document.body).backgroundColor"),
      );
    expect([await colour("light"), await colour("dark")]).toEqual(["rgb(255, 255, 255)", "rgb(0, 0, 0)"]);
  });
});
