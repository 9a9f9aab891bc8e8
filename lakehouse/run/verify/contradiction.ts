/** Something in the lake that is lost, cannot be read, or contradicts something else. */
export interface Contradiction {
  /** Object, drop or table. */
  readonly where: string;
  readonly message: string;
  readonly cure: string;
}

/** Of publications and reports: all else follows from them. */
export const RESTORE = "restore it from a copy of the lake: log and reports cannot be made again";

const cures: readonly (readonly [RegExp, string])[] = [
  [/^ledger\/([^/]+)\/(?:log|reports)\//, RESTORE],
  [/^ledger\/([^/]+)\/checks\//, "restore it from a copy of the lake, or remove it: what those checks found is lost"],
  [/^ledger\/([^/]+)\/jobs\//, "restore it from a copy of the lake"],
  [/^(?:ledger|committed)\/([^/]+)\//, "`sluice ledger rebuild $1` makes it again"],
  [
    /^plans\//,
    "restore it from a copy of the lake; if the contract is as it was, `sluice ledger rebuild` makes it again",
  ],
  [/^outbox\/by-day\//, "restore it from a copy of the lake, or remove it: mails of that day are counted anew"],
  [/^outbox\//, "restore it from a copy of the lake, or remove it: what it told is not told again"],
];

/** What helps where this object is lost or cannot be read. */
export function cureOf(name: string): string {
  const [pattern, cure] = cures.find(([of]) => of.test(name)) ?? [];
  if (!pattern || !cure)
    return "restore it from a copy of the lake, with its time of change: files of drops cannot be made again";
  return cure.replace("$1", pattern.exec(name)?.[1] ?? "");
}

/** Of an `UnreadableValue`, whose message begins with the object's name. */
export function problemOf({ message }: Error): Contradiction {
  const [where = "", ...words] = message.split(" ");
  return { where, message: words.join(" "), cure: cureOf(where) };
}

export function lossOf(where: string, message = "it is gone"): Contradiction {
  return { where, message, cure: cureOf(where) };
}
