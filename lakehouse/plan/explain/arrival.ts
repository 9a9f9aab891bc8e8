import { rawPath } from "../names.ts";
import type { Plan } from "../plan.ts";
import { numberWords } from "../words.ts";
import { marked, type Section } from "./section.ts";

export function arrivalSection(plan: Plan): Section | null {
  const { landing, limits, policies } = plan;
  if (landing === null) return null;
  return {
    title: "Arrives",
    lines: [
      ["objects", `in landing whose whole name matches ${landing.pattern}`],
      ["arrival day", landing.capturesDay ? "the dt in the object's name" : "the UTC day of the object's creation"],
      ["original", `kept as ${rawPath(plan.dataset, "<arrival day>", "<key>")}; every later read is from there`],
      [
        "refused",
        `footers over ${limits.footerBytes / 1024 / 1024} MiB, over ${numberWords(limits.leafColumns)} columns, nested deeper than ${limits.depth}, over ${numberWords(limits.rowGroups)} row groups, packed more than ${numberWords(limits.expansion)}-fold`,
      ],
      ["unknown columns", marked(plan, "onUnknownColumn", POLICY_WORDS.unknown[policies.unknown])],
      ["missing columns", marked(plan, "onMissingColumn", POLICY_WORDS.missing[policies.missing])],
      ["retyped columns", marked(plan, "onRetypedColumn", POLICY_WORDS.retyped[policies.retyped])],
    ],
  };
}

type PolicyWords = Readonly<Record<Plan["policies"]["unknown"], string>>;

const POLICY_WORDS: Readonly<Record<"unknown" | "missing" | "retyped", PolicyWords>> = {
  unknown: {
    evolve: "evolve: left out of the table; the report shows the lines to add to the contract",
    alert: "alert: left out of the table, with a warning",
    quarantine: "quarantine: every row of the drop is quarantined",
    fail: "fail: the drop is refused",
  },
  missing: {
    evolve: "evolve: read as NULL (a required column missing: refused)",
    alert: "alert: read as NULL, with a warning (a required column missing: refused)",
    quarantine: "quarantine: every row of the drop is quarantined",
    fail: "fail: the drop is refused",
  },
  retyped: {
    evolve: "evolve: converted where nothing is lost, else the row is quarantined",
    alert: "alert: converted where nothing is lost, else the row is quarantined; with a warning",
    quarantine: "quarantine: every row of the drop is quarantined",
    fail: "fail: the drop is refused",
  },
};
