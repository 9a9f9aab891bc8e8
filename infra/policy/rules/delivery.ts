import { shortType, shown, valueAt } from "../look.ts";
import { type Guarded, type Rule, UNKNOWN } from "../rule.ts";

const AGAIN = "RETRY_POLICY_RETRY";

export const nothingForgotten: Rule = {
  name: "nothing-forgotten",
  description: "An event that fails is delivered again, and no subscription goes away because it was quiet.",
  check({ type, inputs }) {
    const short = shortType(type);
    if (short === "cloudfunctionsv2.Function") return onceOnly(inputs);
    return short === "pubsub.Subscription" ? forgetful(inputs) : [];
  },
};

function onceOnly(inputs: Guarded["inputs"]): string[] {
  const found = valueAt(inputs, "eventTrigger.retryPolicy");
  if (valueAt(inputs, "eventTrigger") === undefined || found === AGAIN || found === UNKNOWN) return [];
  return [`eventTrigger.retryPolicy: is ${shown(found)}, so what fails once is lost → "${AGAIN}"`];
}

/** Unless told, a subscription that nobody reads for 31 days is deleted, and is not made again. */
function forgetful(inputs: Guarded["inputs"]): string[] {
  const ttl = valueAt(inputs, "expirationPolicy.ttl");
  return [
    ...(ttl === "" || ttl === UNKNOWN
      ? []
      : [`expirationPolicy.ttl: is ${shown(ttl)}, so it goes if it is quiet → ""`]),
    ...(valueAt(inputs, "retryPolicy.minimumBackoff") === undefined
      ? ["retryPolicy: is missing, so what fails is tried again at once, for ever → name its backoff"]
      : []),
  ];
}
