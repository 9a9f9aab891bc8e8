import type { Style, Text } from "../run/view/text.ts";

// The only place where a style becomes an escape sequence. What comes from data was escaped when its Text was made.

const codes: Readonly<Record<Style, string>> = {
  plain: "",
  bold: "1",
  dim: "2",
  good: "32",
  warn: "33",
  bad: "31",
  name: "36",
};

export const clearLine = "\r\x1b[2K";

export function render(line: Text, colour: boolean): string {
  const parts = line.spans.map(({ style, text }) =>
    colour && codes[style] ? `\x1b[${codes[style]}m${text}\x1b[0m` : text,
  );
  const whole = parts.join("");
  return colour ? whole : whole.trimEnd();
}

/** NO_COLOR with any value but the empty one turns colours off (no-color.org). */
export function wantsColour(isTerminal: boolean, env: Readonly<Record<string, string | undefined>>): boolean {
  return isTerminal && !env.NO_COLOR && env.TERM !== "dumb";
}

export function terminalWidth(columns: number | undefined): number {
  return columns === undefined ? 160 : Math.max(60, Math.min(columns, 200));
}
