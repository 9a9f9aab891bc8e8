import { lakeFlag } from "../run/view/next.ts";

/** Commands in marks, as they must be typed for this lake: `sluice ledger rebuild flights --lake trial`. */
export function typedFor(lake: string | null, words: string): string {
  if (lake === null) return words;
  const flag = lakeFlag(lake);
  return words.replace(/`(sluice [^`]+)`/g, (marked, command: string) =>
    command.includes(" --lake ") ? marked : `\`${command}${flag}\``,
  );
}

/** The same wherever JSON speaks to a person of what to do. */
export function typedValue(lake: string | null): (key: string, value: unknown) => unknown {
  return (key, value) => (key === "cure" && typeof value === "string" ? typedFor(lake, value) : value);
}
