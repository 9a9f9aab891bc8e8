import pino from "pino";
import { errorFacts } from "../plan/words-error.ts";
import { redact } from "../plan/words-redact.ts";
import type { Log, LogLine, Severity } from "../ports.ts";
import { executionLabels, requestFields } from "./log/trace.ts";

export { catchFaults } from "./log/faults.ts";
export { type Headers, inRequest } from "./log/trace.ts";

export interface LogOptions {
  /** Google Cloud project, part of a trace's name. */
  readonly project: string;
  /** On every line: `environment`, `function`. */
  readonly labels: Readonly<Record<string, string>>;
  /** Where lines go, each with its end; stdout by default, where Cloud Run reads them. */
  readonly write?: ((line: string) => void) | undefined;
}

/** https://cloud.google.com/logging/docs/structured-logging: these are taken out of the payload. */
const LABELS = "logging.googleapis.com/labels";

/** pino's names, and their ranks, which nothing else reads. */
const LEVELS = { debug: 20, info: 30, notice: 35, warning: 40, error: 50, critical: 60 } as const;

/** Much longer lines would be cut by Cloud Logging, and then be no JSON. */
const LONGEST_TEXT = 8_000;

/** Lines as Cloud Logging reads them. They are written before the call returns: a worker that dies next loses none. */
export function createLog({ project, labels, write }: LogOptions): Log {
  const options = {
    level: "debug",
    customLevels: LEVELS,
    useOnlyCustomLevels: true,
    base: null,
    messageKey: "message",
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level: string) => ({ severity: level.toUpperCase() }) },
  } as const;
  const logger = pino(options, write ? { write } : pino.destination({ fd: 1, sync: true }));
  return (line) => {
    try {
      const { severity, message, ...fields } = shown(line);
      const own = { [LABELS]: { ...labels, ...executionLabels() }, ...requestFields(project) };
      logger[severity.toLowerCase() as Lowercase<Severity>]({ ...fields, ...own }, message);
    } catch {
      // A line that cannot be written is not worth the work that it tells of.
    }
  };
}

type Shown = Omit<LogLine, "error" | "message"> & { readonly message: string };

/** The last gate: whatever was put into a line, what looks like a secret or a person is taken out. */
function shown({ error, message, ...line }: LogLine): Shown {
  const said = message ?? line.event;
  if (error === undefined) return redacted({ ...line, message: said });
  const { stack, ...facts } = errorFacts(error);
  // Error Reporting groups by the stack of what asks for a person.
  const place = line.severity === "ERROR" || line.severity === "CRITICAL" ? { stack_trace: stack } : {};
  return redacted({ ...line, message: `${said}: ${facts.message}`, error: facts, ...place });
}

function redacted<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value), (_, part: unknown) =>
    typeof part === "string" ? redact(part).slice(0, LONGEST_TEXT) : part,
  ) as Value;
}
