import type { ReasonCode } from "../plan/report.ts";
import type { Refusal } from "./protocol.ts";

/** Carries a refusal up through any depth of calls: the drop's fault, ends in a verdict, never in a crash. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly refusal: Refusal;
  /** It was found in bytes that only Sluice's own code has looked at: whoever found it is none the worse for it. */
  readonly undecoded: boolean;

  constructor(refusal: Refusal, undecoded = false) {
    super(`${refusal.code}: ${refusal.message}`);
    this.refusal = refusal;
    this.undecoded = undecoded;
  }
}

/** Cures of more than one refusal: the same fault reads the same wherever it is found. */
export const CURE = {
  writeAgain: "write the file again and upload it under a new name",
  blameWriter: "write the file again; its writer is at fault",
  otherWriter: "write the file again with another writer; the file itself is kept for inspection",
  writePlain: "write it without encryption; the bucket encrypts at rest already",
} as const;

export function refuse(code: ReasonCode, message: string, cure: string): never {
  throw new Refused({ code, message, cure });
}
