import { describe, expect, test } from "@jest/globals";
import { composeMessage } from "../../lakehouse/notify/compose.ts";
import { composeDigest } from "../../lakehouse/notify/digest.ts";
import type { RunStory } from "../../lakehouse/notify/story.ts";
import { draftedMessage } from "./drafted.ts";
import { BREAKER, CLOUD, drop, planOf, publishedCheck, report, rule, story } from "./stories/make.ts";

// Secrets and personal values in every place where a story may carry one. Nothing of them may be in any part of what is
// kept or mailed, whether the part before did its duty or not.

const personal = {
  name: "Annegret Kanarienvogel",
  email: "annegret.kanarienvogel@private.example",
  phone: "+49 170 5550123",
  iban: "DE89370400440532013000",
  device: "c0ffee".repeat(10).concat("cafe"),
};
const secrets = {
  sendgrid: "SG.kanarienvogel-key.kanarienvogel-value-0123456789",
  google: "AIzaSyKANARIENVOGEL-0123456789abcdefghi",
  password: "password=Kanarienvogel7",
  bearer: "Bearer kanarienvogel0123456789",
};
const all = [...Object.values(personal), ...Object.values(secrets)];
/** Their tell-tale parts, as a search would find them. */
const needles = ["kanarienvogel", "private.example", "5550123", "370400440532", "c0ffeec0ffee"];

const day = "2026-11-20";
const quoted = all.map((value) => `Could not convert string "${value}" to INT64; '${value}'`).join(". ");
const patterned = Object.values({ ...secrets, email: personal.email, phone: personal.phone, iban: personal.iban }).join(
  " and ",
);

/** Each place at once; `classified` ones hold raw values, as if whoever masks had failed. */
const leaking: RunStory = story({
  plan: planOf("device_pings"),
  drops: [
    drop(
      report({
        dataset: "device_pings",
        name: `device_pings/dt=${day}/${personal.email}-${personal.device}.parquet`,
        day,
        verdict: "held",
        rows: { in: 100, good: 50, quarantined: 50, duplicates: 0 },
        reasons: [
          { code: "CIRCUIT_BREAKER", message: quoted, cure: quoted },
          { code: "TOO_MANY_PARTITIONS", message: `${quoted} ${patterned}`, cure: patterned },
          { code: "COLUMNS_ADDED", message: patterned, cure: quoted },
        ],
        columns: { unknown: [{ name: personal.email, type: patterned }], missing: [secrets.sendgrid] },
        rules: [
          rule("device_id.pattern", {
            description: "device_id matches ^[0-9a-f]{64}$",
            failed: 50,
            outcome: "quarantined",
            masked: true,
            samples: all.slice(0, 5).map((value, row) => ({ row, path: "device_id", value })),
            causes: all.map((value) => ({ value, rows: 10 })),
          }),
          rule("row_rule", {
            column: null,
            path: "",
            failed: 50,
            outcome: "quarantined",
            masked: true,
            samples: all.slice(0, 5).map((value, row) => ({ row, path: "", value: `name=${value}` })),
            causes: all.map((value) => ({ value, rows: 10 })),
          }),
          rule("comment.maxLength", {
            failed: 50,
            outcome: "quarantined",
            samples: [{ row: 0, path: "comment", value: patterned }],
            causes: Object.values(secrets).map((value) => ({ value, rows: 12 })),
          }),
        ],
        checks: [
          { ...BREAKER, measured: 50, outcome: "failed", note: quoted },
          {
            ...BREAKER,
            id: "sql_check",
            severity: "warning",
            measured: null,
            outcome: "not run",
            note: `${quoted} ${patterned}`,
          },
        ],
      }),
      { reason: { code: "LOAD_FAILED", message: `${quoted} ${patterned}`, cure: quoted } },
    ),
  ],
  checked: [
    {
      number: 3,
      plan: "7e57".repeat(16),
      partitions: ["20261120"],
      results: [
        publishedCheck("failing", { outcome: "failed", measured: 5, query: `SELECT '${patterned}'` }),
        publishedCheck("crashing", { outcome: "crashed", note: `${quoted} ${patterned}`, description: patterned }),
        publishedCheck("left_out", { outcome: "not run", severity: "warning", note: quoted, query: quoted }),
      ],
    },
  ],
  stuck: { number: 3, reason: `${quoted} ${patterned}`, cure: patterned, since: "2026-11-20T05:00:00.000Z" },
  stillHeld: [
    { key: "0123456789abcdef01234567", name: `${personal.email}/${secrets.google}.parquet`, arrivalDay: day },
  ],
});

const found = (kept: unknown) => {
  const text = JSON.stringify(kept).toLowerCase();
  return needles.filter((needle) => text.includes(needle));
};

describe("nothing secret or personal", () => {
  test("the story holds every one of them, or this would prove nothing", () => {
    expect(found(leaking)).toEqual(needles);
  });

  test.each(["held", "committed", "rejected", "poison"] as const)(
    "is in a message about a drop that is %s",
    (outcome) => {
      const drops = leaking.drops.map((each) => ({ ...each, outcome }));
      const places = [
        { stuck: leaking.stuck, plan: leaking.plan },
        { stuck: null, waiting: leaking.stuck && { ...leaking.stuck, code: "RETRY" }, plan: leaking.plan },
        { stuck: null, plan: leaking.plan },
        { stuck: null, plan: planOf("device_pings", CLOUD) },
      ];
      for (const place of places) {
        const draft = composeMessage({ ...leaking, ...place, drops });
        expect(draft?.mail?.text).toContain("device_id.pattern");
        expect(found(draft)).toEqual([]);
      }
    },
  );

  test("is in a digest", () => {
    const daily = { error: "daily", warning: "daily" } as const;
    const recipients = leaking.plan.notify.recipients.map((each) => ({ ...each, digest: daily }));
    const plan = { ...leaking.plan, notify: { recipients } };
    const draft = composeMessage({ ...leaking, plan, stuck: null });
    if (!draft) throw new Error("a held drop is told");
    const noted = draftedMessage(draft, 1, leaking.now);
    const digest = composeDigest({
      flags: "",
      plan,
      now: "2001-01-06T07:00:00.000Z",
      noted: [noted],
      health: draft.health,
    });
    expect(digest?.mail?.text).toContain("device_id.pattern");
    expect([...found(noted), ...found(digest)]).toEqual([]);
  });

  test("the masked shape, the file and the row are still there to work with", () => {
    const text = composeMessage({ ...leaking, stuck: null })?.mail?.text ?? "";
    expect(text).toContain("‘Xxxxxxxx Xxxxxxxxxxxxx’ masked");
    expect(text).toMatch(/row 0 {2}\(masked\)/);
    expect(text).toContain("sluice hold accept");
  });
});
