// From a request to its status: what is delivered again, what is not, and what one request leaves to the next.
import { setTimeout } from "node:timers/promises";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { timeBoxOf } from "../../functions/deadline.ts";
import type { Instance } from "../../functions/instance.ts";
import { asks, ignored, type Reading, refused } from "../../functions/reading.ts";
import { serveEvent } from "../../functions/serve-event.ts";
import { serveHttp } from "../../functions/serve-http.ts";
import type { HttpFunction, HttpRequest } from "../../functions/work.ts";
import { Denied, type LogLine, Unavailable } from "../../lakehouse/ports.ts";
import { PLACE } from "./bench.ts";

const lines: LogLine[] = [];
const did: string[] = [];
beforeEach(() => {
  lines.length = 0;
  did.length = 0;
});

const instance = {
  cloud: { log: (line: LogLine) => void lines.push(line), place: PLACE },
  work: () => ({}),
  tidy: async () => void did.push("tidy"),
  stop: async () => void did.push("stop"),
} as unknown as Instance;

/** Half of it is a request's whole time here. */
const SHORT_SECONDS = 0.02;
const LONG_SECONDS = 60;
const never = new Promise<never>(() => undefined);

/** A request's two ends, and what is answered. */
function ends(content: string, headersDistinct: Readonly<Record<string, readonly string[]>> = {}) {
  const answered: { status?: number; body?: unknown } = {};
  const event = { "ce-id": "1", "ce-source": "//x", "ce-type": "t", "ce-specversion": "1.0" };
  const headers = { "content-type": "application/json", ...event };
  const request = {
    method: "POST",
    headers,
    headersDistinct,
    originalUrl: "/a?b=1&b=2",
    rawBody: Buffer.from(content),
  };
  const response = {
    status: (status: number) => Object.assign(response, void Object.assign(answered, { status })),
    json: (body: unknown) => void Object.assign(answered, { body }),
    end: () => undefined,
  };
  type Two = [Parameters<typeof serveHttp>[3], Parameters<typeof serveHttp>[4]];
  return { answered, two: [request, response] as unknown as Two };
}

describe("an event", () => {
  async function statusOf(work: () => Promise<object>, seconds = LONG_SECONDS, reading: Reading<unknown> = asks(1)) {
    const { answered, two } = ends("{}");
    await serveEvent(instance, { read: () => reading, work }, seconds, ...two);
    return answered.status;
  }
  const fails = (error: unknown) => statusOf(() => Promise.reject(error));
  const told = () => lines.map(({ severity, event, reason }) => [severity, event, reason]);

  test("that is done is not delivered again", async () => {
    expect(await statusOf(async () => ({ dataset: "flights", reason: "X" }))).toBe(204);
    expect(lines).toEqual([
      { severity: "INFO", event: "function.called", dataset: "flights", reason: "X", seconds: expect.any(Number) },
    ]);
    expect(did).toEqual(["tidy"]);
  });

  test.each([
    ["a service that is away: later", new Unavailable("x"), 503, ["WARNING", "service.unavailable", undefined]],
    ["a fault of ours: later, since the next may do better", new TypeError("x"), 500, ["ERROR", "fault", undefined]],
    ["what is no error at all", "thrown", 500, ["ERROR", "fault", undefined]],
    ["#61: a right that lacks: never, and said", new Denied("x"), 204, ["ERROR", "config.denied", undefined]],
  ])("%s", async (_what, error, status, line) => {
    expect(await fails(error)).toBe(status);
    expect([told(), did]).toEqual([[line], ["tidy"]]);
  });

  test("whose time is up is delivered again, and its work is ended before that", async () => {
    expect(await statusOf(() => never, SHORT_SECONDS)).toBe(503);
    expect([told(), did]).toEqual([[["WARNING", "work.deferred", undefined]], ["stop", "tidy"]]);
  });

  test("whose work fails once nobody waits for it any more is no fault", async () => {
    const late = setTimeout(50).then(() => Promise.reject(new Error("late")));
    expect(await statusOf(() => late, SHORT_SECONDS)).toBe(503);
    await expect(late).rejects.toThrow("late");
    expect(told()).toEqual([["WARNING", "work.deferred", undefined]]);
  });

  test.each([
    [ignored("OTHER_TYPE"), ["DEBUG", "event.ignored", "OTHER_TYPE"]],
    [refused("MALFORMED"), ["WARNING", "event.refused", "MALFORMED"]],
  ])("that asks for nothing is never delivered again: %j", async (reading, line) => {
    expect(await statusOf(() => never, LONG_SECONDS, reading)).toBe(204);
    expect([told(), did]).toEqual([[line], []]);
  });
});

describe("a request", () => {
  async function answerTo(content: string, answer: HttpFunction["answer"], seconds = LONG_SECONDS) {
    const { answered, two } = ends(content);
    await serveHttp(instance, { answer }, seconds, ...two);
    return answered;
  }

  test("shows each of two tokens, of which Node would show the first", async () => {
    const asked: HttpRequest[] = [];
    const answer: HttpFunction["answer"] = async (_work, request) => {
      asked.push(request);
      return { status: 204, body: {} };
    };
    for (const authorization of [["Bearer a.b.c", "Bearer d.e.f"], ["Bearer a.b.c"]]) {
      await serveHttp(instance, { answer }, LONG_SECONDS, ...ends("{}", { authorization }).two);
    }
    expect(asked.map(({ headers }) => headers.authorization)).toEqual([["Bearer a.b.c", "Bearer d.e.f"], undefined]);
  });

  test("comes with its query and its content", async () => {
    const asked: HttpRequest[] = [];
    const answer: HttpFunction["answer"] = async (_work, request) => {
      asked.push(request);
      return { status: 201, body: { done: true } };
    };
    expect(await answerTo('{"a":1}', answer)).toEqual({ status: 201, body: { done: true } });
    expect(asked).toMatchObject([{ method: "POST", json: { a: 1 } }]);
    expect(asked[0]?.query.getAll("b")).toEqual(["1", "2"]);
    await answerTo("", answer);
    expect(asked[1]?.json).toBeUndefined();
  });

  test.each([
    [new Unavailable("SG.secret"), 503],
    [new Denied("SG.secret"), 500],
    [new Error("SG.secret"), 500],
  ])("that fails (%s) is answered without the words of what failed", async (error, status) => {
    const { body, ...answered } = await answerTo("{}", () => Promise.reject(error));
    expect(answered).toEqual({ status });
    expect(JSON.stringify(body)).not.toContain("secret");
    expect(body).toEqual({ error: expect.stringContaining(" → ") });
    expect(did).toEqual(["tidy"]);
  });

  test("whose time is up is ended", async () => {
    expect(await answerTo("{}", () => never, SHORT_SECONDS)).toMatchObject({ status: 504 });
    expect(did).toEqual(["stop", "tidy"]);
  });
});

test("four fifths of a request's time are for taking work up", () => {
  const left = timeBoxOf(540).leftSeconds();
  expect(left).toBeGreaterThan(431);
  expect(left).toBeLessThanOrEqual(432);
});
