/** What befalls a call: an answer instead of the effect, a line that breaks before or after it, or a spoilt answer. */
export const ACTIONS = ["503", "429", "412", "reset", "acceptThenReset", "stall", "truncate", "corrupt"] as const;
export type Action = (typeof ACTIONS)[number];
/** Answers that no second try mends. */
export const REFUSALS = ["401", "403", "500"] as const;
export type Strike = Action | (typeof REFUSALS)[number];
const STRIKES: readonly Strike[] = [...ACTIONS, ...REFUSALS];

/** One line of a fault script. */
export interface Fault {
  /** As the services name their calls: `storage.objects.insert`, `bigquery.jobs.insert`, `mail.send`. */
  readonly op: string;
  /** Which of the calls of this op (and subject) since the script was set, from 1. */
  readonly nth: number;
  /** How many in a row; 1 unless told. */
  readonly times?: number | undefined;
  /** Only calls whose subject holds this text. */
  readonly subject?: string | undefined;
  readonly action: Strike;
}

/** A fault script at work. Faults count each on their own. */
export class Faults {
  #script: { readonly fault: Fault; seen: number }[] = [];
  /** Faults that befell a call, in their order. */
  readonly struck: Fault[] = [];

  set(script: readonly Fault[]): void {
    for (const { action } of script) {
      if (!STRIKES.includes(action)) throw new RangeError(`no fault action ${action}: one of ${STRIKES.join(", ")}`);
    }
    this.#script = script.map((fault) => ({ fault, seen: 0 }));
    this.struck.length = 0;
  }

  /** What befalls this call; null: nothing. */
  next(op: string, subject: string): Strike | null {
    let action: Strike | null = null;
    for (const line of this.#script) {
      const { fault } = line;
      if (fault.op !== op || !subject.includes(fault.subject ?? "")) continue;
      line.seen += 1;
      if (action !== null || line.seen < fault.nth || line.seen >= fault.nth + (fault.times ?? 1)) continue;
      action = fault.action;
      this.struck.push(fault);
    }
    return action;
  }
}
