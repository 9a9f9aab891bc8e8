import { redact } from "../../plan/words-redact.ts";

/** An object's name for people: its producer chose it, and may have put a person in it. The ledger has all of it. */
export function shownName(name: string): string {
  return redact(name);
}
