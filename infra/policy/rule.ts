/** Inputs as a program gives them; what is not known yet is `UNKNOWN`. */
export type Values = Readonly<Record<string, unknown>>;

/** What stands in a preview for what only Google will say. No rule refuses it. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A resource as it is asked for, before anything is made. */
export interface Guarded {
  /** `gcp:storage/bucket:Bucket` */
  readonly type: string;
  readonly name: string;
  readonly inputs: Values;
  /** Pulumi refuses to delete or to replace it. */
  readonly protect: boolean;
  /** Inputs of its provider; empty where nobody configured one. */
  readonly provider: Values;
}

/** What a rule is told of the environment. */
export interface StackFacts {
  /** `sluice:protect` */
  readonly protect: boolean;
}

/** Looks at one resource alone. */
export interface Rule {
  readonly name: string;
  /** One sentence: what holds of every resource. */
  readonly description: string;
  /** Each `PATH: reason → cure`. */
  check(resource: Guarded, stack: StackFacts): readonly string[];
}

/** Looks at all of them together. */
export interface StackRule {
  readonly name: string;
  readonly description: string;
  /** True: told, but `pulumi up` goes on. */
  isAdvice(stack: StackFacts): boolean;
  check(resources: readonly Pick<Guarded, "type">[], stack: StackFacts): readonly string[];
}
