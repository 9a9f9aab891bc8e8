import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { wrapped } from "../../lakehouse/notify/render/wrap.ts";
import { roughly, shareWords } from "../../lakehouse/notify/words/numbers.ts";
import { saidBefore, say, sayCommand } from "../../lakehouse/notify/words/say.ts";
import { sparkline } from "../../lakehouse/notify/words/sparkline.ts";
import { cut, shownValue, visible } from "../../lakehouse/notify/words/visible.ts";
import { redact, shapeOf, withoutValues } from "../../lakehouse/plan/words-redact.ts";
import { columnsOf } from "../../lakehouse/plan/words-width.ts";

// What data may not do in a mail, character by character.

describe("what is hidden is shown", () => {
  test.each([
    ["line breaks", "a\r\nBcc: b\tc\0", "a\\r\\nBcc: b\\tc\\0"],
    ["an escape", "\x1b[31mred", "\\x1b[31mred"],
    ["text that runs backwards", "\u202egpj.exe\u202c", "\\u{202e}gpj.exe\\u{202c}"],
    ["isolates", "\u2066x\u2069", "\\u{2066}x\\u{2069}"],
    ["letters of no width", "a\u200bb\ufeffc\u00ad", "a\\u{200b}b\\u{feff}c\\xad"],
    ["line separators", "a\u2028b\u2029", "a\\u{2028}b\\u{2029}"],
    ["tags", "\u{e0041}", "\\u{e0041}"],
    ["half a character", "\ud800", "\\u{d800}"],
    ["Cyrillic among Latin", "p\u0430ypal", "p\\u{430}ypal"],
    ["Cyrillic that looks Latin", "\u0430\u0440\u0440\u04cf\u0435", "\\u{430}\\u{440}\\u{440}\\u{4cf}\\u{435}"],
    ["Greek among Latin", "g\u03bfogle", "g\\u{3bf}ogle"],
    ["styles of Latin", "\uff50\u{1d41a}", "\\u{ff50}\\u{1d41a}"],
    ["a template", "{{password}}", "{\\x7bpassword}}"],
    ["a link", "https://evil.example/x", "https[:]//evil.example/x"],
    ["a domain", "see evil.com and www.evil.org", "see evil[.]com and www[.]evil[.]org"],
  ])("%s", (_, value, shown) => expect(visible(value)).toBe(shown));

  test.each(["Zürich", "Москва", "Αθήνα", "東京", "naïve", "🎉", "part-0007.parquet", "v1.2.0", "a=b&c", "€ 12,50"])(
    "%s stays as it is",
    (value) => expect(visible(value)).toBe(value),
  );

  test("nothing invisible is left of any text, and a command is what it looks like", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const shown = visible(text);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/u);
        expect(shown).not.toMatch(/:\/\/|\{\{/);
        expect(shown.isWellFormed()).toBe(true);
        const command = sayCommand(text);
        if (command) expect(command.said).toBe(text);
      }),
    );
  });

  test("values stand in marks, so that no spreadsheet takes them for formulas", () => {
    expect(["=1+1", "+1", "-1", "@x", "\t=1", "", " x "].map(shownValue)).toEqual(
      ["=1+1", "+1", "-1", "@x", "\\t=1", "", " x "].map((text) => `‘${text}’`),
    );
    expect(shownValue(null)).toBe("NULL");
    expect(shownValue("x".repeat(99))).toBe(`‘${"x".repeat(59)}…’`);
  });

  test("what is said inside of what is said is not treated twice", () => {
    const inner = say`token: ${"password=hunter2"}`;
    expect(say`<${inner}> ${1234} ${saidBefore("a://b")}`.said).toBe("<token: password=(secret removed)> 1,234 a://b");
  });
});

describe("what is secret or personal is taken out", () => {
  test.each([
    ["SG.abcdefghijklmnop.qrstuvwxyz0123456789", "(secret removed)"],
    ["AIzaSyA1234567890abcdefghijklmnopqrstuv", "(secret removed)"],
    ["ya29.a0AfH6SMBxyz-1234567890", "(secret removed)"],
    ["AKIAIOSFODNN7EXAMPLE", "(secret removed)"],
    ["ghp_0123456789abcdefghijABCDEFGHIJ", "(secret removed)"],
    ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abc", "(secret removed)"],
    ["Authorization: Bearer abcdef0123456789", "Authorization: (secret removed) (secret removed)"],
    ["Bearer abcdef0123456789", "Bearer (secret removed)"],
    ["password=hunter2&x=1", "password=(secret removed)&x=1"],
    [`{"api_key": "abc"}`, `{"api_key": (secret removed)}`],
    ["postgres://me:secret@host/db", "postgres://(secret removed)@host/db"],
    ["-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----", "(secret removed)"],
    ["write to anna.müller@firma.example now", "write to (e-mail removed) now"],
    ["DE89 3704 0044 0532 0130 00", "(account removed)"],
    ["call +49 (30) 1234567", "call (phone removed)"],
    ["4111 1111 1111 1111", "(card removed)"],
    ["a".repeat(64), "aaaaaa…"],
  ])("%s", (text, left) => {
    expect(redact(text)).toBe(left);
    // A report's values were redacted when it was made, and are again in a mail.
    expect(redact(left)).toBe(left);
  });

  test.each(["978670800000037", "2001-01-05T05:03:00.000Z", "30f217f5df1d939743b1dbdf", "1,234,567 rows", "-12.5"])(
    "%s stays",
    (text) => expect(redact(text)).toBe(text),
  );

  test("what is quoted in a foreign message goes", () => {
    const message = `Conversion Error: Could not convert string "Anna" to INT64, '4711' too\n in \`x\``;
    expect(withoutValues(message)).toBe("Conversion Error: Could not convert string … to INT64, … too in …");
    expect(withoutValues("a drop's rows aren't good")).toBe("a drop's rows aren't good");
    expect(withoutValues("`sluice replay` brings it back")).toBe("`sluice replay` brings it back");
  });

  test.each([
    ["Could not parse 'O'Brien' as INT64 for field age", "Could not parse … as INT64 for field age"],
    ["Could not parse 'Anna\n\nMüller' as INT64", "Could not parse …"],
    ["Could not parse 'cut off in the mid", "Could not parse …"],
    ["Bad double value: Anna (position 3)", "Bad double value: …"],
    [
      "Could not convert value to integer. Field: age; Value: Anna; Müller",
      "Could not convert value to integer. Field: age; Value: …",
    ],
    [
      "Cannot return an invalid timestamp value of 2534023008 microseconds",
      "Cannot return an invalid timestamp value of … microseconds",
    ],
    ["int64 overflow: 9223372036 + 4711", "int64 overflow: …"],
    ["Value of type STRING cannot be assigned to age", "Value of type STRING cannot be assigned to age"],
    ["Conversion Error: no\nLINE 1: SELECT secret", "Conversion Error: no"],
  ])("of a service: %j", (message, left) => expect(withoutValues(message)).toBe(left));

  test("a shape keeps no letter and no digit, and stays a shape", () => {
    expect(shapeOf("Anna-7 Müller ٣")).toBe("Xxxx-9 X*xxxx *");
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const shape = shapeOf(text);
        expect(shape).not.toMatch(/[^\P{L}xX]|[^\P{N}9]/u);
        expect(shapeOf(shape)).toBe(shape);
      }),
    );
  });
});

describe("numbers and lines", () => {
  test.each([
    [0, 10, "0 %"],
    [10, 10, "100 %"],
    [1, 1_000_000, "0.0001 %"],
    [999_999, 1_000_000, "99.9999 %"],
    [1, 3, "33.33 %"],
    [0, 0, "–"],
  ])("%i of %i is %s", (part, whole, words) => expect(shareWords(part, whole)).toBe(words));

  test("numbers at a glance", () => {
    expect([0, 999_999, 1_000_000, 41_200_000, 141_200_000, 2_500_000_000].map(roughly)).toEqual([
      "0",
      "999,999",
      "1.0 M",
      "41.2 M",
      "141 M",
      "2.5 bn",
    ]);
  });

  test("a sparkline tells none, little, most and unknown apart", () => {
    expect(sparkline([0, 0.001, 0.5, 1, null])).toBe("·▁▄█×");
    expect(sparkline([0, null, 0])).toBe("·×·");
    expect(sparkline([])).toBe("");
  });

  test("no line is too long, and nothing is lost", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme", maxLength: 200 })), fc.nat(8), (words, indent) => {
        const text = words.map((word) => word.replaceAll(/\s/g, "_")).join(" ");
        const lines = wrapped(text, " ".repeat(indent));
        expect(lines.every((line) => columnsOf(line) <= 78)).toBe(true);
        expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
      }),
    );
  });

  test("cutting keeps characters whole", () => {
    expect([cut("🎉🎉🎉", 3), cut("🎉🎉🎉", 2)]).toEqual(["🎉🎉🎉", "🎉…"]);
  });
});
