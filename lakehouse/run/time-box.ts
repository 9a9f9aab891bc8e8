/** How long somebody may go on. Who takes work up piece by piece looks here before each. */
export interface TimeBox {
  /** Below 0: it is over. */
  leftSeconds(): number;
}

/** For who may take as long as it takes. */
export const UNHURRIED: TimeBox = { leftSeconds: () => Number.POSITIVE_INFINITY };

export function isOver(time: TimeBox): boolean {
  return time.leftSeconds() <= 0;
}
