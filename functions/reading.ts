/**
 * What an event asks for; or that it asks for nothing, which is quite usual; or that it is none of ours: malformed, or
 * from elsewhere. Neither of those is delivered again.
 */
export type Reading<Value> =
  | { readonly kind: "asks"; readonly value: Value }
  | { readonly kind: "ignored"; readonly reason: string }
  | { readonly kind: "refused"; readonly reason: string };

export function asks<Value>(value: Value): Reading<Value> {
  return { kind: "asks", value };
}

/** Reasons are codes, which metrics count. */
export function ignored(reason: string): Reading<never> {
  return { kind: "ignored", reason };
}

export function refused(reason: string): Reading<never> {
  return { kind: "refused", reason };
}
