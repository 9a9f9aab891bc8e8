import type { Plan } from "../plan.ts";
import type { Section } from "./section.ts";

/** What a derived table is made from, and what makes which part of it new. */
export function derivationSection({ derived, partition }: Plan): Section | null {
  if (derived === null) return null;
  const unit = partition.granularity.toLowerCase();
  const inputs = derived.inputs.map(({ dataset, driving }) => [
    dataset,
    driving
      ? `drives: when it publishes, the ${unit}s that it touched are made new, from those ${unit}s of it alone`
      : "read whole: when it publishes, the whole table is made new",
  ]);
  const whole = derived.reason === null ? [] : [["because", derived.reason]];
  return {
    title: "Is made from",
    lines: [...inputs, ...whole, "One statement deletes and inserts; readers see each partition change at once."],
  };
}
