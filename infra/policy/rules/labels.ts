import { LABELLED, type LabelInput } from "../labelled-types.ts";
import { shortType, valueAt } from "../look.ts";
import type { Rule } from "../rule.ts";

export const ENVIRONMENT_LABEL = "sluice-environment";

const INPUT_OF: ReadonlyMap<string, LabelInput> = new Map(
  Object.entries(LABELLED).flatMap(([input, modules]) =>
    Object.entries(modules).flatMap(([module, classes]) =>
      classes.split(" ").map((name) => [`${module}.${name}`, input as LabelInput] as const),
    ),
  ),
);

export const labelled: Rule = {
  name: "labelled",
  description: "What can have labels says which environment it belongs to.",
  check({ type, inputs, provider }) {
    const input = INPUT_OF.get(shortType(type));
    if (input === undefined || valueAt(inputs, `${input}.${ENVIRONMENT_LABEL}`) !== undefined) return [];
    // The provider adds its own to these, and to no other.
    if (input === "labels" && valueAt(provider, `defaultLabels.${ENVIRONMENT_LABEL}`) !== undefined) return [];
    return [`${input}: lacks '${ENVIRONMENT_LABEL}', so no bill tells whose it is → labelsOf(site)`];
  },
};
