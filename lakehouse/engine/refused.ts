import type { ReasonCode } from "../plan/report.ts";
import type { Refusal } from "./protocol.ts";

/** Carries a refusal up through any depth of calls: the drop's fault, ends in a verdict, never in a crash. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(`${refusal.code}: ${refusal.message}`);
    this.refusal = refusal;
  }
}

export function refuse(code: ReasonCode, message: string, cure: string): never {
  throw new Refused({ code, message, cure });
}
