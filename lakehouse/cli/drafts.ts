import { CannotDraft } from "../run/draft-file.ts";
import { wrongUse } from "./wrong-use.ts";

/** A file that no contract can be drafted from is for the user to mend. */
export function cannotDraft(error: unknown): never {
  if (error instanceof CannotDraft) throw wrongUse("cannot-draft", error.message, error.cure);
  throw error;
}
