import { describe, expect, test } from "@jest/globals";
import { shownColumns, shownRefusal, shownValues } from "../../lakehouse/engine/shown-values.ts";

const open = { column: "note", masked: false };
const sample = (value: string | null) => ({ row: 3, path: "note", value });
const shown = (value: string | null, rule: { column: string | null; masked: boolean } = open) =>
  shownValues(rule, [sample(value)], []).samples[0]?.value;

const CARD = "4111 1111 1111 1111";

describe("values on their way into a report", () => {
  test.each([
    [CARD, "(card removed)"],
    ["call +49 30 1234567", "call (phone removed)"],
    ["anna@firma.example", "(e-mail removed)"],
    ["password=hunter2", "password=(secret removed)"],
    ["12.5", "12.5"],
    [null, null],
  ])("%s → %s", (value, left) => expect(shown(value)).toBe(left));

  test("where they stand, and their NULL, are kept", () => {
    expect(shownValues(open, [sample(null)], [])).toEqual({ samples: [sample(null)], causes: [] });
  });

  test("one that was cut shows no beginning of what it cannot show whole", () => {
    for (let before = 0; before <= 80; before += 2) {
      const value = shown(`${"x ".repeat(before / 2)}${CARD}${" y".repeat(40)}`.slice(0, 80)) ?? "";
      expect(value).not.toMatch(/\d/);
      expect(value.length).toBeLessThanOrEqual(80);
    }
    expect(shown("🦆".repeat(80))).toBe(`${"🦆".repeat(48)}…`);
    expect(shown("🦆".repeat(79))).toBe("🦆".repeat(79));
  });

  test("the shape of a classified value stays a shape, beside what a rule over the whole row shows", () => {
    expect(shown("xxxx@xxxx.xxx", { column: "email", masked: true })).toBe("xxxx@xxxx.xxx");
    expect(shown("email=xxxx, note=anna@firma.example", { column: null, masked: true })).toBe(
      "email=xxxx, note=(e-mail removed)",
    );
  });

  test("causes that look alike are one, the most frequent first", () => {
    const causes = [
      { value: "b", rows: 4 },
      { value: "anna@firma.example", rows: 3 },
      { value: "ben@firma.example", rows: 2 },
      { value: null, rows: 1 },
    ];
    expect(shownValues(open, [], causes).causes).toEqual([
      { value: "(e-mail removed)", rows: 5 },
      { value: "b", rows: 4 },
      { value: null, rows: 1 },
    ]);
  });

  test("names of columns, and what a refusal quotes of them", () => {
    const columns = {
      unknown: [{ name: "anna@firma.example", type: 'STRUCT("ben@firma.example" INTEGER)' }],
      missing: ["note"],
      retyped: [{ name: "x", from: "VARCHAR", to: "BIGINT" }],
      renamed: [{ from: "note", to: "carl@firma.example" }],
    };
    expect(JSON.stringify(shownColumns(columns))).not.toContain("firma");
    expect(shownColumns(columns)).toMatchObject({ missing: ["note"], retyped: columns.retyped });
    const refusal = { code: "DUPLICATE_COLUMN", message: "anna@firma.example is there twice", cure: "once" } as const;
    expect(shownRefusal(refusal)).toEqual({ ...refusal, message: "(e-mail removed) is there twice" });
  });
});
