import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { composeMessage, previewMail } from "../../lakehouse/notify/compose.ts";
import { countRows } from "../../lakehouse/notify/counts.ts";
import { countsView } from "../../lakehouse/notify/page/counts.ts";
import type { DropStory, Outcome, RunStory } from "../../lakehouse/notify/story.ts";
import type { CheckResult } from "../../lakehouse/plan/report.ts";
import { letterNamed, letters, stories } from "./letters.ts";
import { CLOUD, drop, planOf, published, report, rule, story } from "./stories/make.ts";

// What holds of every mail, whatever the story.

const plan = planOf("flights");

describe("counts add up", () => {
  const counted = fc.record({ good: fc.nat(9_999), quarantined: fc.nat(9_999) });
  const outcomes = fc.constantFrom<Outcome>(
    "committed",
    "held",
    "rejected",
    "superseded",
    "poison",
    "gone",
    "duplicate",
  );
  const dropOf = (outcome: Outcome, rows: { good: number; quarantined: number }, index: number): DropStory => {
    const of = report({
      dataset: "flights",
      name: `flights/dt=2001-01-05/${index}.parquet`,
      day: "2001-01-05",
      rows: { ...rows, in: rows.good + rows.quarantined, duplicates: 0 },
    });
    return { ...drop(of), outcome, publication: outcome === "committed" ? 12 : null };
  };

  test("whatever becomes of the drops, and whether their publication is known or not", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(outcomes, counted)), fc.boolean(), fc.nat(50), (parts, known, duplicates) => {
        const drops = parts.map(([outcome, rows], index) => dropOf(outcome, rows, index));
        const good = drops
          .filter(({ outcome }) => outcome === "committed")
          .reduce((sum, { report: of }) => sum + (of?.rows.good ?? 0), 0);
        const publications = known ? [published(12, good, Math.min(good, duplicates))] : [];
        const counts = countRows({ drops, publications });
        expect(counts.in).toBe(
          (counts.loaded ?? counts.good) + counts.duplicates + counts.quarantined + counts.held + counts.refused,
        );
        const view = countsView(counts);
        const shown = view?.parts.map(({ number }) => Number(number.said.replaceAll(",", ""))) ?? [];
        expect(shown.reduce((sum, number) => sum + number, 0)).toBe(counts.in);
      }),
    );
  });

  test("of a publication with drops of which nothing is told, only the good rows are claimed", () => {
    const drops = [dropOf("committed", { good: 5, quarantined: 1 }, 1)];
    expect(countRows({ drops, publications: [published(12, 900, 3)] })).toMatchObject({ in: 6, good: 5, loaded: null });
  });
});

describe("HTML", () => {
  const tag =
    /<(?:!doctype html|!--notice--|\/?(?:html|head|body|title|style|table|tr|td|span|h1|p|br|pre|meta)(?: (?:lang|charset|name|content|role|class|style|align|aria-hidden)="[^"<>]*")*|a class="link" href="https?:\/\/[^"<>]*" style="[^"<>]*"|\/a)>/g;
  const leftover = (html: string) => html.replaceAll(tag, "").match(/[<>]/g);

  test.each(Object.keys(letters))("%s is made of known tags alone", (name) => {
    expect(leftover(letterNamed(name).html)).toBeNull();
  });

  test("of any value, name, description or title is made of known tags alone", () => {
    const nasty = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        "<script>",
        '" onload="x',
        "'><img src=x>",
        "</style><style>",
        "<!--",
        "-->",
        "&lt;b&gt;",
        "]]>",
        "{{x}}",
      ),
    );
    fc.assert(
      fc.property(nasty, nasty, (one, other) => {
        const told: RunStory = story({
          plan: {
            ...plan,
            contract: { ...plan.contract, title: one, owner: other, runbookUrl: `https://x.example/${other}` },
          },
          drops: [
            drop(
              report({
                dataset: "flights",
                name: `flights/${one}`,
                day: "2001-01-05",
                rows: { in: 10, good: 5, quarantined: 5, duplicates: 0 },
                columns: { unknown: [{ name: one, type: other }] },
                rules: [
                  rule("r.x", {
                    path: other,
                    failed: 5,
                    outcome: "quarantined",
                    description: one,
                    businessImpact: other,
                    samples: [{ row: 1, path: one, value: other }],
                    causes: [{ value: one, rows: 5 }],
                  }),
                ],
              }),
              { decidedBy: other },
            ),
          ],
        });
        const mail = composeMessage(told)?.mail;
        expect(leftover(mail?.html ?? "<")).toBeNull();
        expect(mail?.subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
        expect(mail?.text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ["https://runbooks.example.com/a?b=c", true],
    ["http://runbooks.example.com/", true],
    ["javascript:alert(1)", false],
    ["data:text/html,x", false],
    ["https://user:secret@runbooks.example.com/", false],
    ["//runbooks.example.com/", false],
    ["not a link", false],
  ])("the runbook %s is a link: %p", (runbookUrl, isLink) => {
    const told = { ...stories.quarantined, plan: { ...plan, contract: { ...plan.contract, runbookUrl } } };
    const mail = composeMessage(told)?.mail;
    expect(mail?.html.includes("href=")).toBe(isLink);
    expect(mail?.text.includes("RUNBOOK")).toBe(isLink);
  });
});

describe("commands", () => {
  test("name the environment where it is not the laptop", () => {
    expect(letterNamed("held").text).toMatch(/sluice hold accept [0-9a-f]{24} --env prod/);
    expect(letterNamed("quarantined").text).not.toContain("--env");
  });

  test("name the lake on a laptop, and nothing of it elsewhere", () => {
    const flags = " --lake out/demo/lake";
    for (const told of Object.values(stories)) {
      const mail = composeMessage({ ...told, flags })?.mail?.text ?? "";
      const named = mail.split("--lake out/demo/lake").length - 1;
      expect(named > 0).toBe(told.plan.environment === "local" && mail.includes("sluice "));
    }
    const mail = composeMessage({ ...stories.quarantined, flags })?.mail?.text ?? "";
    expect(mail).toMatch(/LIMIT 100" --lake out\/demo\/lake$/m);
    expect(mail).toMatch(/sluice replay [0-9a-f]{24} --lake out\/demo\/lake$/m);
  });

  test("bring late rows in as what they are", () => {
    const late = rule("late", { failed: 3, outcome: "quarantined" });
    const other = rule("r", { failed: 1, outcome: "quarantined" });
    const text = (rules: readonly ReturnType<typeof rule>[]) => {
      const rows = { in: 9, good: 5, quarantined: 4, duplicates: 0 };
      const of = report({ dataset: "flights", name: "flights/a", day: "2001-01-05", rows, rules: [...rules] });
      return composeMessage(story({ plan, drops: [drop(of, { publication: 1 })] }))?.mail?.text ?? "";
    };
    expect(text([late])).toMatch(/^ *bring the rows in, late ones too:\n.*sluice replay [0-9a-f]{24} --backfill$/m);
    expect(text([late, other])).toMatch(
      /once the contract is mended, bring the rows in, late ones too:\n.*--backfill$/m,
    );
    expect(text([other])).not.toContain("--backfill");
  });

  test("a name that hides something is written out in SQL, one that cannot be said is left out", () => {
    const named = (name: string) => {
      const rows = { in: 2, good: 1, quarantined: 1, duplicates: 0 };
      const rules = [rule("r", { failed: 1, outcome: "quarantined" })];
      const of = report({ dataset: "device_pings", environment: "prod", name, day: "2026-11-20", rows, rules });
      return composeMessage(story({ plan: planOf("device_pings", CLOUD), drops: [drop(of)] }))?.mail?.text ?? "";
    };
    expect(named("a\u202eb'c\\d.parquet")).toContain(String.raw`WHERE _object = 'a\U0000202eb\'c\\d.parquet'`);
    expect(named("anna@private.example.parquet")).not.toContain("WHERE _object");
    expect(named("anna@private.example.parquet")).toContain("sluice report");
  });
});

test("whoever decided is named by an address only where the contract knows it", () => {
  const [one] = stories.released.drops;
  if (!one) throw new Error("the story has a drop");
  const by = (decidedBy: string) =>
    composeMessage({ ...stories.released, drops: [{ ...one, decidedBy }] })?.mail?.text.replaceAll(/\s+/g, " ") ?? "";
  const known = plan.notify.recipients[0]?.email ?? "";
  expect(by(known)).toContain(`decided by ${known}`);
  expect(by("anna@private.example")).toContain("decided by (e-mail removed)");
});

test("a replay is not blamed for what only a whole drop can be asked", () => {
  const [one] = stories.replayed.drops;
  if (!one?.report) throw new Error("the story has a report");
  const skipped: CheckResult = {
    id: "rows_expected",
    kind: "rowCount",
    severity: "error",
    description: "a day has its flights",
    businessImpact: null,
    threshold: { operator: "mustBeBetween", values: [5_000, 100_000], unit: "rows" },
    measured: null,
    outcome: "not run",
    note: "a replay is a part of a drop",
  };
  const drops = [{ ...one, report: { ...one.report, checks: [skipped] } }];
  expect(composeMessage({ ...stories.replayed, drops })?.mail).toEqual(letterNamed("replayed"));
  const whole = drops.map((each) => ({ ...each, replayOf: null }));
  expect(composeMessage({ ...stories.replayed, drops: whole })?.mail?.text).toContain("rows_expected");
});

test("a preview shows the mail whatever was told before, and to whom", () => {
  const known = composeMessage(stories.quarantined)?.health ?? null;
  const again = { ...stories.quarantined, health: known };
  expect(composeMessage(again)?.mail).toBeNull();
  expect(previewMail(again)?.subject).toBe(letterNamed("quarantined").subject);
  expect(previewMail(story({ plan }))).toBeNull();
});
