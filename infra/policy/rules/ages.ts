import { shortType, shown, valueAt, valuesAt } from "../look.ts";
import { type Rule, UNKNOWN } from "../rule.ts";

export const agesNamed: Rule = {
  name: "ages-named",
  description:
    "Every lifecycle rule names an age of a day or more: one without would hold for age 0, and so for everything.",
  check({ type, inputs }) {
    if (shortType(type) !== "storage.Bucket") return [];
    return valuesAt(inputs, "lifecycleRules").flatMap((rule, index) => {
      const age = valueAt(rule, "condition.age");
      if (age === UNKNOWN || (typeof age === "number" && Number.isInteger(age) && age >= 1)) return [];
      return [`lifecycleRules[${index}].condition.age: is ${shown(age)}, which holds for all there is → 1 or more`];
    });
  },
};
