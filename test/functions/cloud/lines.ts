import type { LogLine } from "../../../lakehouse/ports.ts";

/** A line of a function's log, as Cloud Logging takes it. */
export interface Said extends Omit<LogLine, "error"> {
  readonly function: string;
  readonly error?: { readonly name: string; readonly message: string };
}

/** Collects what functions say. */
export class Lines {
  readonly texts: string[] = [];
  readonly said: Said[] = [];

  readonly onLine = (name: string, line: string): void => {
    this.texts.push(line);
    this.said.push({ ...jsonOf(line), function: name });
  };

  /** And forgets: what comes next belongs to what is done next. */
  take(): Said[] {
    this.texts.length = 0;
    return this.said.splice(0);
  }
}

/** A line that is none of ours is a fault too: whoever wrote it. */
function jsonOf(line: string): Omit<Said, "function"> {
  try {
    return JSON.parse(line) as Omit<Said, "function">;
  } catch {
    return { severity: "CRITICAL", event: "fault", message: line };
  }
}
