import { z } from "zod";

const LineSchema = z.object({ severity: z.string(), event: z.string(), message: z.string() });

/** What of a log somebody wants to read who watches: drops and publications that move, and trouble; null: no more than noise. */
export function happeningOf(line: string): string | null {
  const parsed = LineSchema.safeParse(jsonOf(line));
  if (!parsed.success) return line;
  const { severity, event, message } = parsed.data;
  if (severity === "DEBUG") return null;
  if (severity !== "INFO") return `${severity}: ${message === event ? event : `${event}: ${message}`}`;
  return /^(drop|publication)\.moved$/.test(event) ? message : null;
}

/** Undefined: it is none. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
