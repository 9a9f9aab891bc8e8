import type { Request, Response } from "@google-cloud/functions-framework";
import { Denied, Unavailable } from "../lakehouse/ports.ts";
import { logFault } from "../lakehouse/run/log-fault.ts";
import { bodyOf, readJson } from "./body.ts";
import { TimeIsUp, timeBoxOf, withinTime } from "./deadline.ts";
import type { Instance } from "./instance.ts";
import type { HttpAnswer, HttpFunction, HttpRequest } from "./work.ts";

/** One request of a person or a DAG; answers are JSON, also those that say no. */
export async function serveHttp(
  instance: Instance,
  called: HttpFunction,
  timeoutSeconds: number,
  request: Request,
  response: Response,
): Promise<void> {
  const read = readRequest(request);
  const { status, body } =
    "problem" in read ? no(read.status, read.problem) : await answerOf(instance, called, timeoutSeconds, read);
  response.status(status).json(body);
}

function readRequest(request: Request): HttpRequest | Extract<ReturnType<typeof readJson>, { problem: string }> {
  const { method, originalUrl } = request;
  const { authorization } = request.headersDistinct;
  // Of several Node would show the first, and Cloud Run may have checked another.
  const headers = { ...request.headers, ...(authorization && authorization.length > 1 && { authorization }) };
  const query = new URLSearchParams(/\?(.*)$/s.exec(originalUrl)?.[1] ?? "");
  const body = bodyOf(request);
  if (body.bytes.length === 0) return { method, headers, query, json: undefined };
  const read = readJson(body);
  return "json" in read ? { method, headers, query, json: read.json } : read;
}

async function answerOf(
  instance: Instance,
  called: HttpFunction,
  timeoutSeconds: number,
  request: HttpRequest,
): Promise<HttpAnswer> {
  const { log } = instance.cloud;
  const started = performance.now();
  try {
    const answer = await withinTime(timeoutSeconds, called.answer(instance.work(timeBoxOf(timeoutSeconds)), request));
    const seconds = Math.round(performance.now() - started) / 1000;
    log({ severity: "INFO", event: "function.called", seconds, reason: `HTTP_${answer.status}` });
    return answer;
  } catch (error) {
    logFault(log, error);
    if (error instanceof TimeIsUp) {
      await instance.stop();
      return no(504, "it takes longer than a request may → ask again; what was done stays done");
    }
    if (error instanceof Unavailable) return no(503, "a service does not answer → ask again in a minute");
    if (error instanceof Denied) return no(500, "an account lacks a right; the log names it → `pulumi up` grants it");
    return no(500, "a fault of Sluice → the log has it");
  } finally {
    await instance.tidy();
  }
}

function no(status: number, error: string): HttpAnswer {
  return { status, body: { error } };
}
