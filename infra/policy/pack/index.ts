import { PolicyPack, type ResourceValidationPolicy, type StackValidationPolicy } from "@pulumi/policy";
import { Config } from "@pulumi/pulumi";
import { KEYS } from "../../../lakehouse/plan/cloud/stack/keys.ts";
import type { Rule, StackFacts, StackRule } from "../rule.ts";
import { RULES, STACK_RULES } from "../rules.ts";
import { known } from "./known.ts";

// The same rules as Pulumi asks them, resource by resource, before it changes anything.

const [namespace, key = ""] = KEYS.protect.name.split(":");
const stack: StackFacts = { protect: new Config(namespace).getBoolean(key) ?? KEYS.protect.usual !== false };

new PolicyPack("sluice", {
  displayName: "Sluice",
  policies: [...RULES.map(resourcePolicy), ...STACK_RULES.map(stackPolicy)],
});

function resourcePolicy({ name, description, check }: Rule): ResourceValidationPolicy {
  return {
    name,
    description,
    enforcementLevel: "mandatory",
    validateResource: ({ type, name, props, opts: { protect }, provider }, report) => {
      const resource = { type, name, inputs: known(props), protect, provider: known(provider?.props ?? {}) };
      for (const message of check(resource, stack)) report(message);
    },
  };
}

function stackPolicy({ name, description, isAdvice, check }: StackRule): StackValidationPolicy {
  return {
    name,
    description,
    enforcementLevel: isAdvice(stack) ? "advisory" : "mandatory",
    validateStack: ({ resources }, report) => {
      for (const message of check(resources, stack)) report(message);
    },
  };
}
