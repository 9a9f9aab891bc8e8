import { isCloudFlag, worksInCloud } from "./next.ts";

/** Those that name their lake, and those that read contracts alone. */
const WITHOUT_LAKE = / --(?:lake|env) |^sluice (?:init|lint|plan)\b/;

/** Commands in marks, as they must be typed for this lake: `sluice ledger rebuild flights --lake trial`. */
export function typedFor(flag: string | null, words: string): string {
  if (flag === null) return words;
  return words.replace(/`(sluice [^`]+)`/g, (marked, command: string) => {
    const takesIt = !WITHOUT_LAKE.test(command) && (!isCloudFlag(flag) || worksInCloud(command));
    return takesIt ? `\`${command}${flag}\`` : marked;
  });
}

/** The same wherever JSON speaks to a person of what to do. */
export function typedValue(flag: string | null): (key: string, value: unknown) => unknown {
  return (key, value) => (key === "cure" && typeof value === "string" ? typedFor(flag, value) : value);
}
