import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { readContract } from "../lakehouse/contract/read.ts";
import { compilePlan } from "../lakehouse/plan/compile.ts";
import { LOCAL } from "../lakehouse/plan/environment.ts";
import type { Plan } from "../lakehouse/plan/plan.ts";

const FILE = "bench/contracts/bench_pings.odcs.yaml";
const OWN_RULES = 9;
const PASS_THROUGH = [
  { property: "passThrough", value: true },
  { property: "onReupload", value: "hold" },
];

const STABLE = [{ property: "partitionStable", value: true }];

/** The plan of the bench's contract, or of that contract with a setting, a key or more rules put into its text. */
export function benchPlan({
  passThrough = false,
  rules = OWN_RULES,
  keyed = false,
}: {
  passThrough?: boolean;
  rules?: number;
  keyed?: boolean;
} = {}): Plan {
  const document = parseDocument(readFileSync(join(import.meta.dirname, "..", FILE), "utf8"));
  if (passThrough) document.setIn(["schema", 0, "customProperties"], PASS_THROUGH);
  if (keyed) {
    document.setIn(["schema", 0, "customProperties"], STABLE);
    for (const [name, value] of Object.entries({ required: true, primaryKey: true, primaryKeyPosition: 1 })) {
      document.setIn(["schema", 0, "properties", 0, name], value);
    }
  }
  if (rules > OWN_RULES) {
    document.setIn(
      ["schema", 0, "quality"],
      Array.from({ length: rules - OWN_RULES }, (_, number) => moreRule(number)),
    );
  }
  const { contract, problems } = readContract(document.toString(), FILE);
  if (!contract)
    throw new Error(
      `${FILE}: ${problems
        .filter(({ severity }) => severity === "error")
        .map(({ message }) => message)
        .join("; ")}`,
    );
  return compilePlan(contract, LOCAL);
}

/** Ten kinds of rules in turn, one of them a regular expression; all rows pass, and no two texts are the same. */
function moreRule(number: number) {
  const n = number + 1;
  const kinds = [
    `latitude + battery_level > ${-400 - n}`,
    `length(device_id) < ${100 + n}`,
    `os <> 'symbian ${n}'`,
    `country_code IN ('AT', 'DE', 'FR', 'NL', 'PL', 'country ${n}')`,
    `horizontal_accuracy_m * ${n} >= 0`,
    `battery_level + ${n} > 0`,
    `event_ts < TIMESTAMPTZ '${2100 + n}-01-01 00:00:00+00'`,
    `NOT (latitude = ${n} AND longitude = 0)`,
    `NOT starts_with(ping_id, 'test-${n}')`,
    `regexp_matches(country_code, '^[A-Z]{2,${n + 2}}$')`,
  ];
  const rowExpression = kinds[number % kinds.length] ?? "";
  return { id: `more_${n}`, type: "custom", engine: "sluice", severity: "error", implementation: { rowExpression } };
}
