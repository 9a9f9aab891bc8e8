import { CannotDraft } from "../run/draft-file.ts";
import { BadData, type UseProblem, useProblem } from "./wrong-use.ts";

/** A file that no contract can be drafted from is for its producer to mend; any other error is ours. */
export function draftProblem(error: unknown): UseProblem {
  if (error instanceof CannotDraft) return useProblem("cannot-draft", error.message, error.cure);
  throw error;
}

export function cannotDraft(error: unknown): never {
  throw new BadData([draftProblem(error)]);
}
