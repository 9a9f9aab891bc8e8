import { numberWords } from "../plan/words.ts";

/** Why an entry is HELD or ended without being committed: a code, what happened, what to do. */
export interface EntryReason {
  readonly code: string;
  readonly message: string;
  readonly cure: string;
}

export const SUPERSEDED: EntryReason = {
  code: "SUPERSEDED",
  message: "a newer upload of the same object replaces it",
  cure: "nothing is to be done; upload it again if it was the right one",
};

export function duplicateOf(key: string): EntryReason {
  return {
    code: "DUPLICATE",
    message: `its bytes are those of ${key}, the upload of this name before it`,
    cure: "nothing is to be done",
  };
}

export const REUPLOADED: EntryReason = {
  code: "REUPLOADED",
  message: "an object of this name was published before, and the contract holds re-uploads",
  cure: "accept it to load it beside the first, or reject it",
};

/** A replacement that the warehouse cannot do in one statement, and so not at all. */
export function tooWide(touched: number, most: number): EntryReason {
  return {
    code: "TOO_MANY_PARTITIONS",
    message: `with the upload that it replaces it touches ${numberWords(touched)} partitions, and one statement changes at most ${numberWords(most)}`,
    cure: "reject it, upload the object with fewer of its former days, then whole again",
  };
}

export function loadFailed(message: string): EntryReason {
  return {
    code: "LOAD_FAILED",
    message: `the warehouse does not load its files: ${message}`,
    cure: "mend contract or table and replay it, or reject it",
  };
}
