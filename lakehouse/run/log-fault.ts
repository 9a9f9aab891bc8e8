import { Denied, type Log, type LogLine, Unavailable } from "../ports.ts";

/** What was thrown by work that the line is `about`: of a service that is away, a right that lacks, or a fault. */
export function logFault(log: Log, error: unknown, about: Partial<LogLine> = {}): void {
  log({ ...kindOf(error), ...about, error });
}

function kindOf(error: unknown): Pick<LogLine, "severity" | "event" | "message"> {
  if (error instanceof Denied) {
    const message = "a service refuses this account a right that it must have → `pulumi up` grants it";
    return { severity: "ERROR", event: "config.denied", message };
  }
  if (error instanceof Unavailable) {
    return {
      severity: "WARNING",
      event: "service.unavailable",
      message: "a service does not answer; tried again later",
    };
  }
  return { severity: "ERROR", event: "fault", message: "something failed that should not" };
}
