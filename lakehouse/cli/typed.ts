import { lakeFlag } from "../run/view/next.ts";

/** Those that name their lake, and those that read contracts alone. */
const WITHOUT_LAKE = / --lake |^sluice (?:init|lint|plan)\b/;

/** Commands in marks, as they must be typed for this lake: `sluice ledger rebuild flights --lake trial`. */
export function typedFor(lake: string | null, words: string): string {
  if (lake === null) return words;
  const flag = lakeFlag(lake);
  return words.replace(/`(sluice [^`]+)`/g, (marked, command: string) =>
    WITHOUT_LAKE.test(command) ? marked : `\`${command}${flag}\``,
  );
}

/** The same wherever JSON speaks to a person of what to do. */
export function typedValue(lake: string | null): (key: string, value: unknown) => unknown {
  return (key, value) => (key === "cure" && typeof value === "string" ? typedFor(lake, value) : value);
}
