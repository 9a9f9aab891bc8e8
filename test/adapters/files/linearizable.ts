/** One call of a worker on one name; "" stands for no object. */
export interface Call {
  readonly op: "read" | "write" | "remove";
  /** The generation that must be present. */
  readonly wanted: string;
  readonly began: number;
  /** Infinity: its worker died, and it may have taken effect or not. */
  ended: number;
  /** What was read or written; `null`: the precondition did not hold. */
  told: string | null;
}

/**
 * Whether the calls could have happened one after another: each between its beginning and its end, each with what it
 * told. A dead worker's write made a generation that only others could have told, so any that they read is tried.
 */
export function isLinearizable(calls: readonly Call[]): boolean {
  const read = new Set(calls.flatMap(({ op, told }) => (op === "read" && told ? [told] : [])));
  const seen = new Set<string>();
  return canEnd(0, "");

  function canEnd(done: number, present: string): boolean {
    const state = `${done} ${present}`;
    if (seen.has(state)) return false;
    seen.add(state);
    const left = calls.map((call, index) => ({ call, bit: 1 << index })).filter(({ bit }) => (done & bit) === 0);
    if (left.every(({ call }) => call.ended === Number.POSITIVE_INFINITY)) return true;
    const firstEnd = Math.min(...left.map(({ call }) => call.ended));
    return left
      .filter(({ call }) => call.began < firstEnd)
      .some(({ call, bit }) => outcomes(call, present, read).some((next) => canEnd(done | bit, next)));
  }
}

/** What can be present after a call, if it happened now. */
function outcomes({ op, wanted, told, ended }: Call, present: string, read: ReadonlySet<string>): string[] {
  const holds = present === wanted;
  if (ended === Number.POSITIVE_INFINITY) {
    if (op === "read" || !holds) return [present];
    return op === "remove" ? [present, ""] : [present, ...read, "told by nobody"];
  }
  if (op === "read") return told === present ? [present] : [];
  if (told === null) return holds ? [] : [present];
  return holds ? [op === "remove" ? "" : told] : [];
}
