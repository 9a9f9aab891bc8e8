import type { Guarded, StackFacts, Values } from "./rule.ts";
import { RULES, STACK_RULES } from "./rules.ts";

/** A resource as it was registered with Pulumi's engine. */
export interface Registered {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly inputs: Values;
  readonly protect: boolean;
  /** `URN::ID`; empty where it has none. */
  readonly provider: string;
}

/** Each `RULE: TYPE NAME: PATH: reason → cure`. Empty: `pulumi up` may go on. */
export function violations(resources: readonly Registered[], stack: StackFacts): string[] {
  const providers = new Map(resources.map(({ urn, inputs }) => [urn, unpacked(inputs)]));
  const each = resources.flatMap((resource) => {
    const guarded: Guarded = { ...resource, provider: providers.get(urnIn(resource.provider)) ?? {} };
    const said = ({ name }: { readonly name: string }) => `${name}: ${resource.type} ${resource.name}`;
    return RULES.flatMap((rule) => rule.check(guarded, stack).map((message) => `${said(rule)}: ${message}`));
  });
  const whole = STACK_RULES.filter((rule) => !rule.isAdvice(stack)).flatMap((rule) =>
    rule.check(resources, stack).map((message) => `${rule.name}: ${message}`),
  );
  return [...each, ...whole];
}

function urnIn(provider: string): string {
  return provider.split("::").slice(0, 4).join("::");
}

/** The SDK packs a provider's structured inputs into JSON. */
function unpacked(inputs: Values): Values {
  const { defaultLabels } = inputs;
  if (typeof defaultLabels !== "string" || !defaultLabels.startsWith("{")) return inputs;
  return { ...inputs, defaultLabels: JSON.parse(defaultLabels) };
}
