import { randomBytes } from "node:crypto";

// The only source of chance. Nothing that is published depends on it: it keeps apart what several processes do at once.

/** 16 random hex digits. */
export function token(): string {
  return randomBytes(8).toString("hex");
}

/** Between 0 and 1, 1 excluded. */
export function chance(): number {
  return randomBytes(4).readUInt32BE() / 2 ** 32;
}
