import { markdownTable } from "../../../bench/markdown.ts";
import type { Stay, Whereabouts } from "../../../infra/lake/simulate.ts";
import { KEYS } from "../../../lakehouse/plan/cloud/stack/keys.ts";
import type { Plan } from "../../../lakehouse/plan/plan.ts";
import { keptFor, PLACES, type Place, TWO_YEARS, twoYearsOf } from "./lake.ts";

const SOFT_DELETE_DAYS = KEYS.softDeleteDays.usual ?? 0;
/** Besides what contracts promise: a class must pay off before the end, so some end before the next one. */
const EXAMPLES = [30, 100, 200, 269, 270];
/** Of a line that shows all days. */
const DAYS_A_CHARACTER = 10;

interface Fate {
  readonly places: readonly Place[];
  readonly kept: string;
  readonly stays: readonly Stay[];
}

/** docs/lifecycle.md: what becomes of an object of each zone, as the simulation says it. */
export function lifecyclePage(plans: readonly Plan[]): string {
  const fates = fatesOf(plans);
  const table = markdownTable(COLUMNS, fates.map(rowOf));
  return `# What becomes of an object over two years

Made by \`UPDATE_GOLDENS=1 npm test -- test/infra/lifecycle\`: the rules that \`pulumi up\` writes on the buckets (\`infra/lake/lifecycle.ts\`), simulated day by day as Cloud Storage applies them (\`infra/lake/simulate.ts\`). Days are an object's age; an object that is copied is a new one.

- Every rule names an age of at least a day: one without would hold for age 0, and delete the bucket's whole content. A test, a guardrail and the rules' own code each refuse it.
- How long the originals, the good rows and the quarantined rows of a dataset are kept is its contract's \`retention\`; a contract without one keeps them for good. Uploads that no dataset knows stay in landing until somebody looks.
- An object moves to a cheaper class only if it then stays there for at least the days that are billed anyway: 30 in nearline, 90 in coldline.
- What was deleted can be brought back for ${SOFT_DELETE_DAYS} days, or for as long as \`sluice:softDeleteDays\` says. Temporary files of jobs are gone at once.
- Lists of committed files go a week before the files that they name: a table over the lake would fail on a name without its file.
- The ledger, the outbox, plans and templates have no rule.

${table}

A character is ${DAYS_A_CHARACTER} days: \`s\` standard, \`n\` nearline, \`c\` coldline, \`x\` deleted.

\`\`\`text
${lines(fates).join("\n")}
\`\`\`
`;
}

const COLUMNS = [
  { title: "zone" },
  { title: "the dataset is kept" },
  { title: "standard" },
  { title: "nearline" },
  { title: "coldline" },
  { title: "deleted" },
  { title: "can be brought back" },
];

/** Zones of one fate are told together. */
function fatesOf(plans: readonly Plan[]): Fate[] {
  const [sample] = plans.filter(({ derived }) => derived === null);
  if (!sample) throw new Error("no contract of a dataset that arrives");
  const promised = plans
    .filter(({ derived }) => derived === null)
    .map(({ sla, dataset }) => [sla.retentionDays, dataset] as const);
  const longest = (kept: number | null) => kept ?? Number.POSITIVE_INFINITY;
  const days = [...new Set([null, ...promised.map(([kept]) => kept), ...EXAMPLES])].sort(
    (a, b) => longest(b) - longest(a),
  );
  const fates = new Map<string, Fate>();
  for (const place of PLACES) {
    const told = days.map((kept) => twoYearsOf(place, "it/", [keptFor(sample, "it", kept)], SOFT_DELETE_DAYS));
    const isOne = new Set(told.map((stays) => JSON.stringify(stays))).size === 1;
    const each = isOne
      ? [["–", told[0] ?? []] as const]
      : days.map((kept, index) => [words(kept, promised), told[index] ?? []] as const);
    for (const [kept, stays] of each) {
      const key = JSON.stringify([kept, stays]);
      fates.set(key, { kept, stays, places: [...(fates.get(key)?.places ?? []), place] });
    }
  }
  return [...fates.values()];
}

function words(kept: number | null, promised: readonly (readonly [number | null, string])[]): string {
  const names = promised.filter(([days]) => days === kept).map(([, dataset]) => `\`${dataset}\``);
  return `${kept === null ? "for good" : `${kept} days`}${names.length === 0 ? "" : ` (${names.join(", ")})`}`;
}

function rowOf({ places, kept, stays }: Fate): string[] {
  const during = (at: Whereabouts) => {
    const stay = stays.find((one) => one.at === at);
    if (!stay) return "–";
    return stay.to === null ? `from day ${stay.from}` : `day ${stay.from} to ${stay.to}`;
  };
  const standard = stays.length === 1 ? "always" : during("STANDARD");
  const end = stays.find(({ at }) => at === "DELETED" || at === "GONE");
  const back = stays.find(({ at }) => at === "DELETED");
  const until = back ? `until day ${back.to}` : end ? "no" : "–";
  return [
    places.join(", "),
    kept,
    standard,
    during("NEARLINE"),
    during("COLDLINE"),
    end ? `day ${end.from}` : "never",
    until,
  ];
}

const SIGNS: Readonly<Record<Whereabouts, string>> = {
  STANDARD: "s",
  NEARLINE: "n",
  COLDLINE: "c",
  DELETED: " ",
  GONE: " ",
};

function lines(fates: readonly Fate[]): string[] {
  const named = fates.map(({ places, kept, stays }) => {
    const how = kept === "–" ? "" : `, ${kept.replaceAll("`", "")}`;
    return [`${places.join(" ")}${how}`, line(stays)] as const;
  });
  const width = Math.max(...named.map(([name]) => name.length));
  const scale = Array.from({ length: 8 }, (_, hundreds) => String(hundreds * 100).padEnd(100 / DAYS_A_CHARACTER)).join(
    "",
  );
  return [
    `${"day".padEnd(width)}  ${scale.trimEnd()}`,
    ...named.map(([name, signs]) => `${name.padEnd(width)}  ${signs}`.trimEnd()),
  ];
}

function line(stays: readonly Stay[]): string {
  const end = stays.find(({ at }) => at === "DELETED" || at === "GONE")?.from ?? null;
  return Array.from({ length: TWO_YEARS / DAYS_A_CHARACTER }, (_, index) => {
    const day = index * DAYS_A_CHARACTER;
    if (end !== null && end >= day && end < day + DAYS_A_CHARACTER) return "x";
    return SIGNS[stays.findLast(({ from }) => from <= day)?.at ?? "GONE"];
  }).join("");
}
