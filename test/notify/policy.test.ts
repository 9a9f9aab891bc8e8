import { describe, expect, test } from "@jest/globals";
import { composeMessage } from "../../lakehouse/notify/compose.ts";
import { factOf } from "../../lakehouse/notify/facts.ts";
import { findingsOf } from "../../lakehouse/notify/findings.ts";
import type { Health } from "../../lakehouse/notify/message.ts";
import { type Decision, decide } from "../../lakehouse/notify/policy.ts";
import type { DropStory, RunStory } from "../../lakehouse/notify/story.ts";
import { drop, planOf, report, rule, story } from "./stories/make.ts";

// Who is told what, and when: days and weeks of a dataset, run by run.

const base = planOf("flights");
const at = (day: number, time = "05:00") => `2001-03-${String(day).padStart(2, "0")}T${time}:00.000Z`;

type Pace = "immediate" | "daily";

function planFor(...people: { email: string; error: Pace; warning: Pace }[]) {
  const recipients = people.map(({ email, ...digest }) => ({ channel: email.split("@")[0] ?? "", email, digest }));
  return { ...base, notify: { recipients } };
}

const ops = { email: "ops@example.com", error: "immediate", warning: "daily" } as const;
const boss = { email: "boss@example.com", error: "daily", warning: "daily" } as const;
const keen = { email: "keen@example.com", error: "immediate", warning: "immediate" } as const;

const rows = (quarantined: number) => ({ in: 1_000, good: 1_000 - quarantined, quarantined, duplicates: 0 });
const parts = (name: string) => ({ dataset: "flights", name: `flights/dt=2001-03-01/${name}`, day: "2001-03-01" });

const good = (name = "good"): DropStory => drop(report({ ...parts(name), rows: rows(0) }));
const bad = (failed = 10, id = "arr_delay.maximum", name = "bad"): DropStory =>
  drop(report({ ...parts(name), rows: rows(failed), rules: [rule(id, { failed, outcome: "quarantined" })] }));
const warning = (id = "very_late"): DropStory =>
  drop(
    report({
      ...parts("warned"),
      rows: rows(0),
      verdict: "ready with warnings",
      rules: [rule(id, { severity: "warning", failed: 5, outcome: "warned" })],
    }),
  );
const heldDrop = (name = "held"): DropStory =>
  drop(
    report({
      ...parts(name),
      rows: rows(500),
      verdict: "held",
      reasons: [{ code: "TOO_MANY_PARTITIONS", message: "too many", cure: "check it" }],
    }),
  );

const missed = (day: string) => ({ day, expectedBy: "06:00 UTC", object: "flights/*.parquet", bucket: "landing" });

/** Tells one run after the other, each with the health that the one before left. */
function season(plan: RunStory["plan"]) {
  let health: Health | null = null;
  return (now: string, more: Partial<RunStory>): Decision | null => {
    const told = story({ plan, now, health, ...more });
    const decision = decide(told, findingsOf(told));
    health = decision?.health ?? health;
    return decision;
  };
}

const brief = (decision: Decision | null) =>
  decision && [
    decision.kind,
    decision.news,
    decision.to.length > 0 ? "at once" : `by ${decision.later?.due ?? "nobody"}`,
  ];

describe("errors", () => {
  test("a failure is told at once, its repetition the next day again, a worse one in between too", () => {
    const run = season(planFor(ops));
    expect(brief(run(at(1), { drops: [bad()] }))).toEqual(["error", "new", "at once"]);
    expect(brief(run(at(1, "07:30"), { drops: [bad()] }))).toEqual(["error", "again", `by ${at(2, "07:00")}`]);
    expect(brief(run(at(1, "09:00"), { drops: [bad(19)] }))).toEqual(["error", "again", `by ${at(2, "07:00")}`]);
    expect(brief(run(at(1, "10:00"), { drops: [bad(20)] }))).toEqual(["error", "worse", "at once"]);
    expect(brief(run(at(1, "11:00"), { drops: [bad(39)] }))).toEqual(["error", "again", `by ${at(2, "07:00")}`]);
    expect(brief(run(at(2, "05:59"), { drops: [bad()] }))).toEqual(["error", "again", `by ${at(2, "07:00")}`]);
    expect(brief(run(at(2, "06:00"), { drops: [bad()] }))).toEqual(["error", "again", "at once"]);
  });

  test("a share that creeps up is measured by what was told, not by what was noted", () => {
    const run = season(planFor(ops));
    run(at(1), { drops: [bad(10)] });
    run(at(1, "06:00"), { drops: [bad(15)] });
    expect(brief(run(at(1, "07:00"), { drops: [bad(20)] }))).toEqual(["error", "worse", "at once"]);
  });

  test("another rule is told at once and named", () => {
    const run = season(planFor(ops));
    run(at(1), { drops: [bad()] });
    const second = run(at(1, "05:01"), { drops: [bad(10, "arr_delay.maximum"), bad(1, "origin.pattern")] });
    expect(brief(second)).toEqual(["error", "new", "at once"]);
    expect(second?.ids).toEqual(["origin.pattern"]);
  });

  test("more held drops within the hour are summed up at its end, later ones told at once", () => {
    const run = season(planFor(ops));
    expect(brief(run(at(1), { drops: [heldDrop("a")] }))).toEqual(["error", "new", "at once"]);
    expect(brief(run(at(1, "05:01"), { drops: [heldDrop("b")] }))).toEqual(["error", "again", `by ${at(1, "06:00")}`]);
    expect(brief(run(at(1, "05:59"), { drops: [heldDrop("c")] }))).toEqual(["error", "again", `by ${at(1, "06:00")}`]);
    expect(brief(run(at(1, "06:00"), { drops: [heldDrop("d")] }))).toEqual(["error", "again", "at once"]);
  });

  test("who wants errors once a day gets them by digest, whoever else is told at once", () => {
    const run = season(planFor(ops, boss));
    const first = run(at(1), { drops: [bad()] });
    expect(first?.to).toEqual(["ops@example.com"]);
    expect(first?.later).toEqual({ to: ["boss@example.com"], due: at(1, "07:00") });
    expect(run(at(1, "08:00"), { drops: [bad()] })?.later?.to).toEqual(["boss@example.com", "ops@example.com"]);
  });

  test("nobody wants mail at once: all of it waits for the digest", () => {
    const decision = season(planFor(boss))(at(1, "07:00"), { drops: [heldDrop()] });
    expect(brief(decision)).toEqual(["error", "new", `by ${at(2, "07:00")}`]);
  });
});

describe("the end of a failure", () => {
  test("is told once, if the failure was", () => {
    const run = season(planFor(ops));
    run(at(1), { drops: [bad()] });
    expect(brief(run(at(2), { drops: [good()] }))).toEqual(["recovered", "over", "at once"]);
    expect(run(at(3), { drops: [good()] })).toBeNull();
  });

  test("is not told of a replay, a released or a superseded drop", () => {
    const run = season(planFor(ops));
    run(at(1), { drops: [bad()] });
    expect(run(at(2), { drops: [{ ...good(), outcome: "superseded" }] })).toBeNull();
    const replay = { ...good(), replayOf: { key: "a", name: "b", arrivalDay: "2001-03-01" } };
    expect(brief(run(at(2), { drops: [replay] }))).toEqual(["replay", "decided", "at once"]);
    expect(brief(run(at(3), { drops: [{ ...good(), round: 2 }] }))).toEqual(["replay", "decided", "at once"]);
    expect(brief(run(at(4), { drops: [good()] }))).toEqual(["recovered", "over", "at once"]);
  });

  test("that a person rejects a drop is told at once, even within the hour, and ends nothing", () => {
    const run = season(planFor(ops));
    run(at(1), { drops: [heldDrop()] });
    const rejected: DropStory = { ...heldDrop(), outcome: "rejected", decidedBy: "ann" };
    expect(brief(run(at(1, "05:10"), { drops: [rejected] }))).toEqual(["replay", "decided", "at once"]);
    expect(brief(run(at(1, "05:20"), { drops: [{ ...rejected, decidedBy: null }] }))?.[0]).toBe("error");
    expect(brief(run(at(2), { drops: [good()] }))).toEqual(["recovered", "over", "at once"]);
  });

  test("flapping costs two mails an hour, and nothing is lost", () => {
    const run = season(planFor(ops));
    const minutes = Array.from({ length: 50 }, (_, minute) => `05:${String(minute).padStart(2, "0")}`);
    const decisions = minutes.map((time, index) => run(at(1, time), { drops: [index % 2 === 0 ? bad() : good()] }));
    expect(decisions.filter((decision) => decision && decision.to.length > 0).map(brief)).toEqual([
      ["error", "new", "at once"],
      ["recovered", "over", "at once"],
    ]);
    expect(
      decisions.every((decision) => decision !== null && (decision.to.length > 0 || decision.later !== null)),
    ).toBe(true);
  });

  test("a failure that comes back after the hour is told at once", () => {
    const run = season(planFor(ops));
    run(at(1), { drops: [bad()] });
    run(at(1, "05:30"), { drops: [good()] });
    expect(brief(run(at(1, "06:30"), { drops: [bad()] }))).toEqual(["error", "new", "at once"]);
  });
});

describe("warnings", () => {
  test("are told by the next digest, or at once and then once a day", () => {
    expect(brief(season(planFor(ops))(at(1), { drops: [warning()] }))).toEqual([
      "warning",
      "new",
      `by ${at(1, "07:00")}`,
    ]);
    const run = season(planFor(keen));
    expect(brief(run(at(1), { drops: [warning()] }))).toEqual(["warning", "new", "at once"]);
    expect(brief(run(at(1, "06:00"), { drops: [warning()] }))).toEqual(["warning", "again", `by ${at(1, "07:00")}`]);
    expect(brief(run(at(1, "06:10"), { drops: [warning("other")] }))).toEqual(["warning", "new", "at once"]);
    expect(brief(run(at(2, "02:10"), { drops: [warning()] }))).toEqual(["warning", "again", "at once"]);
  });

  test("do not hide that a failure is over", () => {
    const run = season(planFor(ops));
    run(at(1), { drops: [bad()] });
    expect(brief(run(at(2), { drops: [warning()] }))).toEqual(["recovered", "over", "at once"]);
  });
});

describe("what is no drop", () => {
  const stuck = { number: 7, reason: "r", cure: "c", since: at(1) };

  test("a stuck publication is told once, and that it goes on", () => {
    const run = season(planFor(ops));
    expect(brief(run(at(1), { stuck }))).toEqual(["stuck", "new", "at once"]);
    expect(run(at(1, "06:00"), { stuck })).toBeNull();
    const again = { ...stuck, since: at(1, "06:30") };
    expect(brief(run(at(1, "06:30"), { stuck: again }))).toEqual(["stuck", "new", "at once"]);
    expect(run(at(1, "06:40"), { stuck: again })).toBeNull();
    expect(brief(run(at(1, "07:00"), { drops: [good()] }))).toEqual(["recovered", "over", "at once"]);
    expect(brief(run(at(1, "08:00"), { stuck: { ...stuck, number: 8 } }))).toEqual(["stuck", "new", "at once"]);
  });

  test("a missing drop is told once a day that misses one", () => {
    const run = season(planFor(ops));
    const missing = [missed("2001-03-01")];
    expect(brief(run(at(1, "06:10"), { missing }))).toEqual(["missing", "new", "at once"]);
    expect(run(at(1, "06:20"), { missing })).toBeNull();
    const two = [...missing, missed("2001-03-02")];
    expect(brief(run(at(2, "06:10"), { missing: two }))).toEqual(["missing", "new", "at once"]);
  });

  test("a drop that comes after all ends it, one of an older day does not", () => {
    const run = season(planFor(ops));
    run(at(2, "06:10"), { missing: [missed("2001-03-02")] });
    expect(run(at(2, "07:00"), { drops: [good()] })).toBeNull(); // of the first
    expect(brief(run(at(2, "08:00"), { drops: [{ ...good(), arrivalDay: "2001-03-02" }] }))).toEqual([
      "recovered",
      "over",
      "at once",
    ]);
    expect(run(at(2, "09:00"), { drops: [good()] })).toBeNull();
  });

  test("one that comes and is bad is told for that, and the next good one ends the failure", () => {
    const run = season(planFor(ops));
    run(at(2, "06:10"), { missing: [missed("2001-03-02")] });
    const late = { ...bad(), arrivalDay: "2001-03-02" };
    expect(brief(run(at(2, "06:20"), { drops: [late] }))).toEqual(["error", "new", "at once"]);
    expect(brief(run(at(2, "06:30"), { drops: [good()] }))).toEqual(["recovered", "over", "at once"]);
  });

  test("that a publication is stuck, or waits, is not forgotten over a missing drop", () => {
    const run = season(planFor(ops));
    const stuck = { number: 7, reason: "r", cure: "c", since: at(1) };
    run(at(1), { stuck });
    expect(brief(run(at(1, "06:10"), { missing: [missed("2001-03-01")] }))).toEqual(["missing", "new", "at once"]);
    expect(run(at(1, "06:20"), { stuck })).toBeNull();
    expect(brief(run(at(1, "07:00"), { drops: [good()], published: 7 }))).toEqual(["recovered", "over", "at once"]);
  });

  test("nothing is told of nothing", () => {
    expect(season(planFor(ops))(at(1), {})).toBeNull();
    expect(season(planFor(ops))(at(1), { drops: [good(), { ...good(), outcome: "duplicate" }] })).toBeNull();
  });
});

describe("recipients", () => {
  test("a mailbox gets one mail, whatever its case; an address that no mailer takes keeps nobody from theirs", () => {
    const odd = ["Ops@example.com", "müller@example.com"].map((email) => ({ ...ops, email }));
    expect(season(planFor(...odd, ops, keen))(at(1), { drops: [bad()] })?.to).toEqual([
      "Ops@example.com",
      "keen@example.com",
    ]);
  });
});

describe("facts", () => {
  test.each<[string, DropStory, string | null]>([
    ["quarantined rows", bad(), "quarantined"],
    ["a warning", warning(), "warned"],
    ["a held drop", heldDrop(), "held"],
    ["a refused file", { ...bad(), outcome: "rejected" }, "rejected"],
    ["a drop that a person refused", { ...heldDrop(), outcome: "rejected", decidedBy: "me" }, "rejected"],
    ["a drop that could not be checked", { ...good(), outcome: "poison", report: null }, "poison"],
    ["an object that is gone", { ...good(), outcome: "gone", report: null }, "gone"],
    ["a released drop, whatever is in it", { ...bad(), round: 2 }, "released"],
    ["a replay", { ...bad(), replayOf: { key: "k", name: "n", arrivalDay: "2001-03-01" } }, "replayed"],
    ["a good drop", good(), null],
    ["a duplicate", { ...bad(), outcome: "duplicate" }, null],
    ["a superseded drop", { ...bad(), outcome: "superseded" }, null],
  ])("of %s", (_, of, word) => {
    expect(factOf(of)).toBe(word && `${word} ${of.key} ${of.round}`);
  });

  test("are the same however runs are cut and whenever they are told, suppressed or not", () => {
    const drops = [bad(10, "a", "1"), good("2"), heldDrop("3"), bad(11, "a", "4"), warning(), bad(12, "a", "5")];
    const told = (cuts: readonly DropStory[][]) => {
      let health: Health | null = null;
      return cuts.flatMap((cut, minute) => {
        const draft = composeMessage(story({ plan: planFor(ops), now: at(1, `05:0${minute}`), drops: cut, health }));
        health = draft?.health ?? health;
        return draft?.facts ?? [];
      });
    };
    const whole = told([drops]);
    expect(whole).toHaveLength(5);
    expect(told(drops.map((each) => [each])).toSorted()).toEqual(whole.toSorted());
    expect(told([drops.slice(0, 2), drops.slice(2, 5), drops.slice(5)]).toSorted()).toEqual(whole.toSorted());
  });
});
