import type { Cursor } from "../../../contract/cursor.ts";
import type { Place } from "../../../contract/problem.ts";
import { KEYS, type Key, type StackValues } from "./keys.ts";
import { overlap } from "./private-range.ts";

export type Report = (rule: string, where: Place, message: string, cure: string) => void;

/** Settings of which one means nothing without the other. */
const PAIRS = [
  [KEYS.billingAccount.name, KEYS.budget.name],
  [KEYS.vmStarts.name, KEYS.vmStops.name],
] as const;

export function halves(config: Cursor, report: Report): void {
  for (const [one, other] of PAIRS.flatMap(([first, second]) => [[first, second] as const, [second, first] as const])) {
    const given = config.get(one);
    if (given && !config.get(other)) {
      report("stack-missing-key", given.keyPlace, `\`${one}\` is there without \`${other}\``, "write both, or neither");
    }
  }
}

/** Of settings that are right each for itself. */
export function contradictions(config: Cursor, values: StackValues, report: Report): void {
  const { region, location, subnetRange, machineRange, vmStarts, vmStops, orchestrator } = values;
  const wrong = (key: Pick<Key<unknown>, "name">, message: string, cure: string) => {
    const where = config.get(key.name)?.place ?? config.place;
    report("stack-value", where, `\`${key.name}\` is ${message}`, cure);
  };
  if (location !== null && !isNear(region, location)) {
    wrong(
      KEYS.location,
      `${location}, and the buckets are in ${region}`,
      "write the region, or the EU or US that it is in",
    );
  }
  if (overlap(subnetRange, machineRange)) {
    wrong(KEYS.machineRange, `${machineRange}, a part of ${subnetRange}`, "write a range beside it");
  }
  if (vmStarts !== null && vmStarts === vmStops) {
    wrong(KEYS.vmStops, `${vmStops}, when the machine starts`, "write another time, or leave both out");
  }
  for (const key of orchestrator === "airflow-vm" ? [] : [KEYS.vmStarts, KEYS.vmMachine, KEYS.machineRange]) {
    if (config.get(key.name)) {
      wrong(key, `of Airflow's machine, and \`sluice:orchestrator\` is ${orchestrator}`, "remove it");
    }
  }
}

/** BigQuery loads from buckets of its own place alone. */
function isNear(region: string, location: string): boolean {
  // London and Zurich are no part of BigQuery's EU.
  if (location === "EU") return region.startsWith("europe-") && !["europe-west2", "europe-west6"].includes(region);
  return location === "US" ? region.startsWith("us-") : location === region;
}
