import type { Finding } from "../findings.ts";
import type { Section } from "../page.ts";
import type { DropStory } from "../story.ts";
import { shareWords } from "../words/numbers.ts";
import { joined, type Said, say, sayValue } from "../words/say.ts";
import { fileOf } from "./names.ts";

const SHOWN = 6;
/** A part is a likely cause from here on. */
const MOST = 0.5;
/** Below this share even the most frequent value says nothing. */
const LEAST = 0.1;

/** What the failures have in common: a change of columns, one file of several, one value of many. */
export function causesSection(findings: readonly Finding[], drops: readonly DropStory[]): Section[] {
  const items = [...columnCauses(drops), ...fileCause(findings), ...findings.flatMap(valueCause)];
  if (items.length === 0) return [];
  return [{ kind: "list", title: say`Likely cause`, items: items.slice(0, SHOWN) }];
}

function columnCauses(drops: readonly DropStory[]): Said[] {
  const said = drops.flatMap(({ report }) => {
    if (!report) return [];
    const { renamed, missing, unknown, retyped } = report.columns;
    const from = new Set(renamed.map((each) => each.from));
    const to = new Set(renamed.map((each) => each.to));
    return [
      ...renamed.map((each) => say`Column ${each.from} is missing and ${each.to} looks like it: renamed?`),
      ...missing.filter((name) => !from.has(name)).map((name) => say`Column ${name} is missing.`),
      ...unknown.filter(({ name }) => !to.has(name)).map(({ name, type }) => say`Column ${name} (${type}) is new.`),
      ...retyped.map((each) => say`Column ${each.name} is ${each.from}; the contract says ${each.to}.`),
    ];
  });
  return [...new Map(said.map((each) => [each.said, each])).values()];
}

/** By rows that failed any rule; a row may fail several, so these are shares of failures. */
function fileCause(findings: readonly Finding[]): Said[] {
  const weights = new Map<string, number>();
  for (const { kind, where } of findings) {
    if (kind !== "rule") continue;
    for (const { name, weight } of where) weights.set(name, (weights.get(name) ?? 0) + weight);
  }
  const sorted = [...weights].sort(([, a], [, b]) => b - a);
  const total = sorted.reduce((sum, [, weight]) => sum + weight, 0);
  const [worst] = sorted;
  if (!worst || sorted.length < 2 || worst[1] < MOST * total) return [];
  return [
    say`${shareWords(worst[1], total)} of the failures come from ${fileOf(worst[0])}, one of ${sorted.length} files.`,
  ];
}

function valueCause({ kind, id, failed, causes, masked, path }: Finding): Said[] {
  const [first] = causes;
  if (kind !== "rule" || masked || !first || failed < 2) return [];
  const has = (value: string | null) => (path === null ? sayValue(value) : say`${path} = ${sayValue(value)}`);
  if (first.rows >= MOST * failed)
    return [say`${id}: ${shareWords(first.rows, failed)} of the rows have ${has(first.value)}.`];
  if (first.rows < 2 || first.rows < LEAST * failed) return [];
  const most = causes
    .filter(({ rows }) => rows > 1)
    .slice(0, 3)
    .map(({ value, rows }) => say`${sayValue(value)} × ${rows}`);
  return [say`${id}: most often ${joined(most, ", ")}.`];
}
