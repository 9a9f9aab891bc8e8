import type { Fate } from "./luck.ts";

export interface Step {
  readonly who: string;
  readonly what: string;
  readonly fate: Fate | "is told";
}

/** What must hold does not. */
export class Failure extends Error {
  override readonly name = "Failure";
  constructor(where: string, cause: unknown) {
    super(`${where}: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`);
  }
}

/** One line a call, as people read it. */
export function describeTrace(trace: readonly Step[], last = 120): string {
  const shown = trace.slice(-last);
  const lines = shown.map(({ who, what, fate }, at) => {
    const number = String(trace.length - shown.length + at + 1).padStart(5);
    return `${number} ${who.padEnd(14)} ${what}${fate === "goes on" || fate === "is told" ? "" : `  <- ${fate}`}`;
  });
  return lines.join("\n");
}
