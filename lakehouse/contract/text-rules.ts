import type { Cursor } from "./cursor.ts";
import { STRING_FORMATS, type StringFormat } from "./field.ts";
import type { Located } from "./fields.ts";
import type { Report } from "./lint.ts";
import { readPattern } from "./pattern.ts";
import type { Rule } from "./rule.ts";
import { counted, suggest } from "./spelling.ts";
import { strictRule } from "./strict-rule.ts";

interface Limit {
  readonly what: string;
  readonly shortest: number;
  readonly longest: number;
  readonly at: Cursor;
}

/** Code points of a value in a fixed form; other formats have no length of their own worth checking. */
const FORMAT_LENGTHS: Partial<Record<StringFormat, readonly [number, number]>> = {
  uuid: [36, 36],
  ipv4: [7, 15],
  ipv6: [2, 45],
  hostname: [1, 253],
  email: [3, 318],
};

/** Rules from minLength, maxLength, pattern and format. */
export function textRules(located: Located, options: Cursor | null, report: Report): Rule[] {
  const { kind } = located.field.type;
  if (!options || (kind !== "string" && kind !== "bytes")) return [];
  const rules: Rule[] = [];
  const limits: Limit[] = [];
  const unit = kind === "bytes" ? "byte" : "character";
  for (const [name, verb] of [
    ["minLength", "at least"],
    ["maxLength", "at most"],
  ] as const) {
    const at = options.get(name);
    const length = Number(at?.asDecimal() ?? Number.NaN);
    if (!at || !Number.isInteger(length)) continue;
    rules.push(
      strictRule(located, name, { kind: name, value: length }, `has ${verb} ${counted(length, unit)}`, at.keyPlace),
    );
    const [shortest, longest] = name === "minLength" ? [length, Number.POSITIVE_INFINITY] : [0, length];
    limits.push({ what: `${name} ${length}`, shortest, longest, at });
  }
  const pattern = options.get("pattern");
  const source = pattern?.asText() ?? null;
  if (pattern && source !== null && kind === "string") {
    const { shortest, longest } = checkPattern(pattern, source, report);
    limits.push({ what: "the pattern", shortest, longest, at: pattern });
    rules.push(strictRule(located, "pattern", { kind: "pattern", source }, `matches ${source}`, pattern.keyPlace));
  }
  const format = formatName(kind, options, report);
  if (format) {
    const [shortest, longest] = FORMAT_LENGTHS[format.name] ?? [0, Number.POSITIVE_INFINITY];
    limits.push({ what: `format ${format.name}`, shortest, longest, at: format.at });
    rules.push(
      strictRule(
        located,
        "format",
        { kind: "format", name: format.name },
        `is a valid ${format.name}`,
        format.at.keyPlace,
      ),
    );
  }
  checkLengths(located, limits, report);
  return rules;
}

/** Reports what is wrong with a pattern, and says how long a matching value is. */
export function checkPattern(at: Cursor, source: string, report: Report): { shortest: number; longest: number } {
  const pattern = readPattern(source);
  for (const { rule, message, cure } of pattern.problems) report(rule, at.place, message, cure);
  if (!pattern.anchored) {
    report(
      "pattern-unanchored",
      at.place,
      "the pattern matches anywhere in the value",
      "write ^(…)$ for the whole value, or .* where anything may stand",
    );
  }
  return pattern;
}

function formatName(
  kind: "string" | "bytes",
  options: Cursor,
  report: Report,
): { name: StringFormat; at: Cursor } | null {
  const at = options.get("format");
  const text = at?.asText() ?? null;
  if (!at || text === null) return null;
  const name = STRING_FORMATS.find((known) => known === text);
  if (!name) {
    report(
      "string-format",
      at.place,
      `Sluice has no string format ${JSON.stringify(text)}`,
      suggest(text, STRING_FORMATS),
    );
    return null;
  }
  if (kind === "bytes") {
    if (name === "byte" || name === "binary") return null;
    report(
      "type-contradiction",
      at.place,
      `BYTES cannot be checked as ${name}`,
      "write `physicalType: STRING`, or remove `format`",
    );
    return null;
  }
  if (name !== "password" && name !== "binary") return { name, at };
  const cure = name === "binary" ? "write `physicalType: BYTES` beside it" : "use `classification` to mask samples";
  report("option-ignored", at.place, `format ${name} has nothing to check`, cure);
  return null;
}

function checkLengths({ path }: Located, limits: readonly Limit[], report: Report): void {
  const last = limits.at(-1);
  const low = limits.toSorted((a, b) => b.shortest - a.shortest)[0];
  const high = limits.toSorted((a, b) => a.longest - b.longest)[0];
  if (!last || !low || !high || low.shortest <= high.longest) return;
  const message = `no ${path} has at least ${low.shortest} (${low.what}) and at most ${high.longest} (${high.what}) characters`;
  report("length-contradiction", last.at.place, message, "mend one of them");
}
