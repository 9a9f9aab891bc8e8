import { describe, expect, test } from "@jest/globals";
import { composeMessage } from "../../lakehouse/notify/compose.ts";
import { publishedFindings } from "../../lakehouse/notify/findings/published.ts";
import { findingsOf } from "../../lakehouse/notify/findings.ts";
import type { Health, Letter } from "../../lakehouse/notify/message.ts";
import { checkQueryLines } from "../../lakehouse/notify/page/check-query.ts";
import { partitionWords } from "../../lakehouse/notify/page/partitions.ts";
import { type Decision, decide } from "../../lakehouse/notify/policy.ts";
import type { DropStory, PublishedCheck, RunStory } from "../../lakehouse/notify/story.ts";
import { CLOUD, checkAfter, checked, drop, planOf, publishedCheck, report, rule, story } from "./stories/make.ts";

// What checks after publication add to what is told of drops: who is told, when it ends, in which words.

const flights = planOf("flights");
const plan = {
  ...flights,
  checks: [...flights.checks, checkAfter("sum"), checkAfter("share", { severity: "warning" })],
  notify: {
    recipients: [
      { channel: "ops", email: "ops@example.com", digest: { error: "immediate", warning: "daily" } as const },
    ],
  },
};
const at = (hour: number) => new Date(Date.UTC(2001, 2, 1, hour)).toISOString();
const found = (number: number, results: Readonly<Record<string, Partial<PublishedCheck>>> = {}) => [
  checked(number, ["20010301"], plan, results),
];
const failed = { sum: { outcome: "failed", measured: 3 } } as const;

const parts = { dataset: "flights", name: "flights/dt=2001-03-01/flights.parquet", day: "2001-03-01" };
const good: DropStory = drop(report({ ...parts, rows: { in: 100, good: 100, quarantined: 0, duplicates: 0 } }));
const bad: DropStory = drop(
  report({
    ...parts,
    rows: { in: 100, good: 90, quarantined: 10, duplicates: 0 },
    rules: [rule("arr_delay.maximum", { failed: 10, outcome: "quarantined" })],
  }),
);
const held: DropStory = { ...bad, outcome: "held", publication: null };

/** One run an hour, each with the health that the one before left. */
function season() {
  let health: Health | null = null;
  let hour = 0;
  return (more: Partial<RunStory>): [string, string, string] | null => {
    hour += 2;
    const told = story({ plan, now: at(hour), health, ...more });
    const decision: Decision | null = decide(told, findingsOf(told));
    health = decision?.health ?? health;
    return decision && [decision.kind, decision.news, decision.to.length > 0 ? "mail" : "noted"];
  };
}

function letter(more: Partial<RunStory>): Letter {
  const mail = composeMessage(story({ plan, now: at(1), ...more }))?.mail;
  if (!mail) throw new Error("it is told at once");
  return mail;
}

describe("drops and checks together", () => {
  test("a good drop does not end what checks found; checks that hold do not end what drops broke", () => {
    const run = season();
    expect(run({ drops: [bad], checked: found(1, failed) })).toEqual(["error", "new", "mail"]);
    expect(run({ drops: [good], checked: found(2, failed) })).toEqual(["error", "again", "noted"]);
    expect(run({ drops: [good] })).toBeNull();
    expect(run({ checked: found(3) })).toBeNull();
    expect(run({ drops: [good], checked: found(3) })).toEqual(["recovered", "over", "mail"]);
  });

  test("a check that held again is news when it fails anew, though the drops never got better", () => {
    const run = season();
    run({ drops: [bad], checked: found(1, failed) });
    expect(run({ drops: [bad], checked: found(2) })).toEqual(["error", "again", "noted"]);
    expect(run({ drops: [bad], checked: found(3, failed) })).toEqual(["error", "new", "mail"]);
  });

  test("a stuck publication of a table without drops is over when checks are made again", () => {
    const run = season();
    const stuck = { number: 4, reason: "r", cure: "c", since: at(0) };
    expect(run({ stuck })).toEqual(["stuck", "new", "mail"]);
    expect(run({ checked: found(4) })).toEqual(["recovered", "over", "mail"]);
  });

  test("a share that doubles is worse; a count that grows is not", () => {
    const percent = { unit: "percent", operator: "mustBeLessThan", values: [1] } as const;
    const sized = (measured: number) => ({ sum: { outcome: "failed", measured, threshold: percent } as const });
    const run = season();
    expect(run({ checked: found(1, sized(2)) })).toEqual(["error", "new", "mail"]);
    expect(run({ checked: found(2, sized(3.9)) })).toEqual(["error", "again", "noted"]);
    expect(run({ checked: found(3, sized(4)) })).toEqual(["error", "worse", "mail"]);
    expect(run({ checked: found(4, failed) })).toEqual(["error", "worse", "mail"]);
    expect(run({ checked: found(5, { sum: { outcome: "failed", measured: 900 } }) })).toEqual([
      "error",
      "again",
      "noted",
    ]);
  });

  test.each<[string, Partial<RunStory>, string, string]>([
    ["good drops", { drops: [good] }, "PUBLISHED, CHECK FAILED", "1 check failed after publication"],
    ["rows in quarantine", { drops: [bad] }, "PUBLISHED, CHECK FAILED", "(10.00 %), 1 check failed after publication"],
    ["a held drop", { drops: [held] }, "HELD", "drop held, 1 check failed after publication"],
  ])("the state beside %s", (_, more, word, summary) => {
    const { text, subject } = letter({ ...more, checked: found(7, failed) });
    expect(text).toContain(`\n${word}\n`);
    expect(text.replaceAll("\n", " ")).toContain(
      "Publication 7 is in the table, where readers see it; 1 of 2 checks does not hold.",
    );
    expect(subject).toContain(summary);
  });

  test("what was not run warns, whatever its severity, and is named as such", () => {
    const note = "there is no text of this check for DuckDB";
    const told = story({ plan, now: at(1), checked: found(7, { sum: { outcome: "not run", measured: null, note } }) });
    expect(decide(told, findingsOf(told))).toMatchObject({ kind: "warning", to: [] });
    const { text } = letter({ drops: [bad], checked: told.checked });
    expect(text.replaceAll(/\n\s*/g, " ")).toContain(`not run: ${note}`);
  });

  test("facts are of drops alone", () => {
    const draft = composeMessage(story({ plan, now: at(1), drops: [bad], checked: found(7, failed) }));
    expect(draft?.facts).toEqual([`quarantined ${bad.key} 1`]);
    expect(draft?.health.checks).toEqual({ upTo: 7, failing: ["sum"] });
  });
});

describe("words", () => {
  test.each([
    [["*"], "the whole table"],
    [["20010301"], "partition 2001-03-01"],
    [["2001030105"], "partition 2001-03-01 05:00"],
    [["200103", "200105"], "2 partitions, 2001-03 to 2001-05"],
    [["2001"], "partition 2001"],
  ])("of partitions %j", (ids, words) => expect(partitionWords(ids).said).toBe(words));

  const [finding] = publishedFindings({ checked: found(1, { sum: { outcome: "failed", query: "x" } }) });
  const lines = (query: string, place = planOf("flights", CLOUD)) =>
    finding ? checkQueryLines({ plan: place, flags: "" }, { ...finding, query }) : [];

  test.each([
    ["SELECT a FROM b WHERE c GROUP BY d", ["SELECT a", "  FROM b", "  WHERE c", "  GROUP BY d"]],
    ["SELECT ' FROM x' FROM `a WHERE b`", ["SELECT ' FROM x'", "  FROM `a WHERE b`"]],
    ["SELECT r'\\' FROM x", ["SELECT r'\\' FROM x"]],
    ["SELECT 1 -- it's FROM here\nFROM x", ["SELECT 1 -- it's FROM here", "FROM x"]],
  ])("a query is broken where it may be: %s", (query, broken) => expect(lines(query)).toEqual(broken));

  test("on a laptop it is a command that a shell reads back", () => {
    const statement = "SELECT COUNT(*) FROM {object} AS \"o$\" WHERE `x` = '\\'";
    const asking = { ...plan, checks: [checkAfter("sum", { statement })] };
    expect(lines("x", asking).join("\n")).toBe(
      `sluice query "SELECT COUNT(*) FROM (SELECT * FROM \\"flights\\" AS t WHERE (t.\\"departed_at\\" BETWEEN TIMESTAMP '2001-03-01 00:00:00' AND TIMESTAMP '2001-03-01 23:59:59.999999')) AS \\"o\\$\\" WHERE \\\`x\\\` = '\\\\'"`,
    );
  });

  test("hostile names, notes and queries of a check do no harm", () => {
    const nasty = '"><script>alert(1)</script>\u202e{{x}} https://evil.example';
    const results = [
      publishedCheck(nasty, {
        outcome: "crashed",
        description: nasty,
        note: nasty,
        query: nasty,
        businessImpact: nasty,
      }),
    ];
    const { html, text, subject } = letter({
      checked: [{ number: 1, plan: "0".repeat(64), partitions: ["*"], results }],
    });
    expect(html).not.toContain("<script");
    expect(html + text + subject).not.toMatch(/\u202e|\{\{|:\/\/evil/);
  });
});
