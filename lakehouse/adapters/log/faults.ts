import { format } from "node:util";
import { stackWithoutValues } from "../../plan/words-error.ts";
import type { Log } from "../../ports.ts";

/** As functions-framework ends an instance that has failed. */
const FAULT_CODE = 16;

/**
 * What nobody caught, and whatever a package prints, becomes lines like all others: the framework would write errors as
 * they are, with whatever a client has hung on them. An instance that nobody can vouch for ends; what it was asked is
 * asked again. Once per process, before the framework listens.
 */
export function catchFaults(log: Log, end: (code: number) => void = process.exit): void {
  const fault = (message: string) => (error: unknown) => {
    log({ severity: "CRITICAL", event: "fault", message, error });
    end(FAULT_CODE);
  };
  // Before the framework's own listener, which it adds when it listens. The one callback that a process may have is not
  // to be had where it runs: it loads Node's domains.
  process.on("uncaughtException", fault("nobody caught what was thrown"));
  process.on("unhandledRejection", fault("nobody caught what was rejected"));
  for (const [method, severity] of [
    ["error", "ERROR"],
    ["warn", "WARNING"],
    ["info", "INFO"],
    ["log", "INFO"],
    ["debug", "DEBUG"],
  ] as const) {
    console[method] = (...said: unknown[]) => {
      const event = severity === "ERROR" ? "fault" : "console";
      log({ severity, event, message: stackWithoutValues(textOf(said)) });
    };
  }
}

/** Of objects no field: nobody knows what is in them. */
function textOf(said: readonly unknown[]): string {
  return format(...said.map((part) => (part instanceof Error ? (part.stack ?? part.message) : plain(part))));
}

function plain(part: unknown): unknown {
  return (typeof part === "object" && part !== null) || typeof part === "function" ? "(an object)" : part;
}
