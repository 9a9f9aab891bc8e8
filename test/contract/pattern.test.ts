import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { readPattern } from "../../lakehouse/contract/pattern.ts";

const atom = fc.constantFrom(
  ..."abA1_. -",
  "\\.",
  "[a-c]",
  "[^b1]",
  "[\\w.-]",
  "\\d",
  "\\D",
  "\\w",
  "\\W",
  "\\b",
  "\\p{Lu}",
  "\\P{L}",
  "\\x41",
  "\\t",
  "^",
  "$",
  // What RE2 would refuse or read otherwise: the linter has to say so.
  "\\s",
  "\\u0041",
  "(?=a)",
  "(?<n>a)",
  "[[:alpha:]]",
  "[\\b]",
  "\\p{Script=Greek}",
  "a{1001}",
  "[^]",
  "\\cA",
  "\\0",
);
const quantifier = fc.constantFrom("", "", "", "?", "*", "+", "{2}", "{0,2}", "{1,}", "*?");
const { pattern: anyPattern } = fc.letrec<{ pattern: string; branch: string; piece: string }>((tie) => ({
  pattern: fc.array(tie("branch"), { minLength: 1, maxLength: 2 }).map((branches) => branches.join("|")),
  branch: fc.array(tie("piece"), { maxLength: 4 }).map((pieces) => pieces.join("")),
  piece: fc
    .tuple(
      fc.oneof(
        { maxDepth: 2 },
        atom,
        tie("pattern").map((inner) => `(?:${inner})`),
        tie("pattern").map((inner) => `(${inner})`),
      ),
      quantifier,
    )
    .map((parts) => parts.join("")),
}));
const subjects = fc.array(fc.string({ unit: fc.constantFrom(..."abA1_.- é\n\t"), maxLength: 6 }), {
  minLength: 8,
  maxLength: 8,
});

test("a pattern that the linter accepts means the same in DuckDB as in ECMA-262", async () => {
  const connection = await (await DuckDBInstance.create()).connect();
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(anyPattern, subjects, async (source, texts) => {
      if (readPattern(source).problems.length > 0) return;
      accepted++;
      const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
      const calls = texts.map((text) => `regexp_matches(${literal(text)}, ${literal(source)})`);
      const rows = (await connection.runAndReadAll(`SELECT ${calls.join(", ")}`)).getRows();
      const expression = new RegExp(source, "u");
      expect(rows[0]).toEqual(texts.map((text) => expression.test(text)));
    }),
    { numRuns: 600, seed: 20261121 },
  );
  expect(accepted).toBeGreaterThan(100);
});

test("a pattern of fixed length matches only such texts", () => {
  fc.assert(
    fc.property(anyPattern, subjects, (source, texts) => {
      const { problems, shortest, longest } = readPattern(`^(?:${source})$`);
      if (problems.length > 0) return;
      const expression = new RegExp(`^(?:${source})$`, "u");
      for (const text of texts.filter((one) => expression.test(one))) {
        const { length } = [...text];
        expect(length >= shortest && length <= longest).toBe(true);
      }
    }),
    { numRuns: 600, seed: 20261121 },
  );
});
