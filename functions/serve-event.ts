import type { Request, Response } from "@google-cloud/functions-framework";
import { Denied, Unavailable } from "../lakehouse/ports.ts";
import { logFault } from "../lakehouse/run/log-fault.ts";
import { bodyOf } from "./body.ts";
import { readCloudEvent } from "./cloud-event.ts";
import { TimeIsUp, timeBoxOf, withinTime } from "./deadline.ts";
import type { Instance } from "./instance.ts";
import type { EventFunction } from "./work.ts";

/** The event is not delivered again. */
const DONE = 204;
/** Delivered again, after a while that grows. */
const LATER = 503;
const FAULT = 500;

/** One event, from its request to the status that says whether it is to be delivered again. */
export async function serveEvent(
  instance: Instance,
  called: EventFunction<unknown>,
  timeoutSeconds: number,
  request: Request,
  response: Response,
): Promise<void> {
  const { log, place } = instance.cloud;
  const read = readCloudEvent(request.method, request.headers, bodyOf(request));
  if ("problem" in read) {
    const { status, problem } = read;
    log({ severity: "WARNING", event: "event.refused", message: problem, reason: `HTTP_${status}` });
    response.status(status).json({ error: problem });
    return;
  }
  const reading = called.read(read.event, place);
  if (reading.kind === "asks") {
    response.status(await statusOf(instance, called, timeoutSeconds, reading.value)).end();
    return;
  }
  const { kind, reason } = reading;
  // Most of what the ledger's bucket tells of is no report.
  log({ severity: kind === "refused" ? "WARNING" : "DEBUG", event: `event.${kind}`, reason });
  response.status(DONE).end();
}

async function statusOf(
  instance: Instance,
  called: EventFunction<unknown>,
  timeoutSeconds: number,
  value: unknown,
): Promise<number> {
  const { log } = instance.cloud;
  const started = performance.now();
  const spent = () => ({ seconds: Math.round(performance.now() - started) / 1000 });
  try {
    const done = await withinTime(timeoutSeconds, called.work(instance.work(timeBoxOf(timeoutSeconds)), value));
    log({ severity: "INFO", event: "function.called", ...spent(), ...done });
    return DONE;
  } catch (error) {
    if (error instanceof TimeIsUp) {
      const message = "time was up before the work was done";
      log({ severity: "WARNING", event: "work.deferred", message, ...spent(), error });
      await instance.stop();
      return LATER;
    }
    logFault(log, error, spent());
    // It would be refused each time; once the right is there, the reconciler finds what was not done.
    if (error instanceof Denied) return DONE;
    return error instanceof Unavailable ? LATER : FAULT;
  } finally {
    await instance.tidy();
  }
}
