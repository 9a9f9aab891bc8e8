/** What one small piece of a publication came to. Only `moved` and `done` say that something was achieved. */
export type Outcome<T = void> =
  | { readonly kind: "done"; readonly value: T }
  /** The log changed under us, or by us: look at it again. */
  | { readonly kind: "moved" }
  /** Come again later. */
  | { readonly kind: "waiting"; readonly on: Waiting }
  /** A person must look, and resume. */
  | { readonly kind: "stuck"; readonly reason: string; readonly cure: string };

export interface Waiting {
  /** `JOB`: it runs. `QUOTA`: not before long. `DENIED`: for a right that lacks. `TARGET_BEHIND`: the table lacks columns of the plan. `RETRY`: too many failures for a passing reason today. */
  readonly code: "JOB" | "QUOTA" | "DENIED" | "TARGET_BEHIND" | "RETRY";
  readonly message: string;
  /** Ids of the jobs that are waited for. */
  readonly jobs: readonly string[];
}

export const moved = { kind: "moved" } as const;

export function done<T>(value: T): Outcome<T> {
  return { kind: "done", value };
}

export function waiting(code: Waiting["code"], message: string, jobs: readonly string[] = []): Outcome<never> {
  return { kind: "waiting", on: { code, message, jobs } };
}

export function stuck(reason: string, cure: string): Outcome<never> {
  return { kind: "stuck", reason, cure };
}
