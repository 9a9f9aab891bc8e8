import { execFile } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { createLog, type Headers, inRequest } from "../../lakehouse/adapters/log.ts";
import { errorFacts } from "../../lakehouse/plan/words-error.ts";
import type { LogLine } from "../../lakehouse/ports.ts";

const CANARY = "kanarienvogel";
const KEY = `SG.${CANARY}${CANARY}.${CANARY}${CANARY}`;
const TRACE = "0af7651916cd43dd8448eb211c80319c";

function openLog() {
  const lines: string[] = [];
  const log = createLog({ project: "acme-dev", labels: { environment: "dev" }, write: (line) => lines.push(line) });
  return { log, lines, parsed: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

const LINE: LogLine = { severity: "WARNING", event: "drop.moved", dataset: "flights", state: "HELD", rows: { in: 7 } };

test("a line is one line of JSON as Cloud Logging reads it", () => {
  const { log, lines, parsed } = openLog();
  log({ ...LINE, message: "two\nlines" });
  expect(lines[0]).toMatch(/^\{[^\n]*\}\n$/);
  expect(parsed()).toEqual([
    {
      severity: "WARNING",
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      message: "two\nlines",
      event: "drop.moved",
      dataset: "flights",
      state: "HELD",
      rows: { in: 7 },
      "logging.googleapis.com/labels": { environment: "dev" },
    },
  ]);
});

test.each(["DEBUG", "INFO", "NOTICE", "WARNING", "ERROR", "CRITICAL"] as const)("%s is written", (severity) => {
  const { log, parsed } = openLog();
  log({ severity, event: "fault" });
  expect(parsed()).toMatchObject([{ severity, message: "fault" }]);
});

describe("a request's lines", () => {
  test.each<[string, Headers, Record<string, unknown>]>([
    [
      "traceparent",
      { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` },
      { spanId: "00f067aa0ba902b7", trace_sampled: true },
    ],
    [
      "traceparent of a later version",
      { traceparent: `cc-${TRACE}-00f067aa0ba902b7-00-more` },
      { trace_sampled: false },
    ],
    [
      "Google's header",
      { "x-cloud-trace-context": `${TRACE}/18446744073709551615;o=1` },
      { spanId: "ffffffffffffffff" },
    ],
    ["Google's header without a span", { "x-cloud-trace-context": TRACE }, {}],
    [
      "both, of which the first counts",
      { traceparent: `00-${TRACE}-00f067aa0ba902b7-00`, "x-cloud-trace-context": `${TRACE.replace("0", "1")}/1` },
      { trace_sampled: false },
    ],
  ])("have the trace of %s, however late", async (_, headers, more) => {
    const { log, parsed } = openLog();
    await inRequest(headers, async () => {
      await new Promise((later) => setTimeout(later, 1));
      log(LINE);
    });
    log(LINE);
    const named = Object.fromEntries(
      Object.entries(more).map(([key, value]) => [`logging.googleapis.com/${key}`, value]),
    );
    const [within, outside] = parsed();
    expect(within).toMatchObject({ "logging.googleapis.com/trace": `projects/acme-dev/traces/${TRACE}`, ...named });
    expect(outside).not.toHaveProperty(["logging.googleapis.com/trace"]);
  });

  test.each<[string, Headers]>([
    ["nothing", {}],
    ["all zeros", { traceparent: `00-${"0".repeat(32)}-00f067aa0ba902b7-01` }],
    ["words", { traceparent: `"}\n{${CANARY}`, "x-cloud-trace-context": `${CANARY}/1` }],
    ["an execution id that is none", { "function-execution-id": `${CANARY}\n` }],
  ])("have none of %s", (_, headers) => {
    const { log, lines, parsed } = openLog();
    inRequest(headers, () => log(LINE));
    expect(lines.join()).not.toContain(CANARY);
    expect(Object.keys(parsed()[0] ?? {}).filter((key) => /trace|span/.test(key))).toEqual([]);
  });

  test("say which execution they are of", () => {
    const { log, parsed } = openLog();
    inRequest({ "function-execution-id": ["x1y2z3"] }, () => log(LINE));
    expect(parsed()).toMatchObject([
      { "logging.googleapis.com/labels": { environment: "dev", execution_id: "x1y2z3" } },
    ]);
  });
});

/** As SendGrid's client throws a network error: the key and the mail hang on it. */
function axiosError(): Error {
  const config = { headers: { Authorization: `Bearer ${KEY}` }, data: `{"to":"${CANARY}@example.com"}` };
  const toJSON = () => ({ config, message: KEY });
  return Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:443"), { code: "ECONNREFUSED", config, toJSON });
}

describe("what was thrown", () => {
  test("tells its name, message, code and place, and nothing that hangs on it", () => {
    const { log, lines, parsed } = openLog();
    const cause = Object.assign(new TypeError(`Could not convert string '${CANARY}' to INT32`), { errors: [KEY] });
    log({ severity: "ERROR", event: "fault", error: Object.assign(axiosError(), { cause, response: { body: KEY } }) });
    expect(lines.join()).not.toContain(CANARY);
    expect(parsed()).toMatchObject([
      {
        message: "fault: connect ECONNREFUSED 127.0.0.1:443",
        error: {
          name: "Error",
          code: "ECONNREFUSED",
          cause: { name: "TypeError", message: "Could not convert string … to INT32" },
        },
        stack_trace: expect.stringMatching(/^Error: connect ECONNREFUSED 127.0.0.1:443\n {4}at axiosError \(/),
      },
    ]);
  });

  test.each<[string, unknown]>([
    ["a text", `password=${CANARY}`],
    ["an object", { key: CANARY }],
    ["nothing", undefined],
    ["an error of many", new AggregateError([new Error(`value: ${CANARY}`)], `all of "${CANARY}" failed`)],
    ["an error whose message looks like a stack", new Error(`no\n    at ${KEY}\n    at "${CANARY}" (file.ts:1:1)`)],
    ["an error that is named so", Object.assign(new Error("no"), { name: `${CANARY}@example.com` })],
    ["a code that is none", Object.assign(new Error("no"), { code: `${CANARY} ${KEY}` })],
    ["an error that caused itself", circular()],
  ])("%s is told without a canary", (_, error) => {
    const { log, lines } = openLog();
    log({ severity: "ERROR", event: "fault", error });
    expect(lines).toHaveLength(1);
    expect(lines.join()).not.toContain(CANARY);
  });

  test("a line that cannot be written ends nobody's work", () => {
    const { log, lines } = openLog();
    const error = new Error("no");
    Object.defineProperty(error, "message", {
      get: () => {
        throw new Error("a getter");
      },
    });
    log({ severity: "ERROR", event: "fault", error });
    log(LINE);
    expect(lines.length).toBeGreaterThan(0);
  });

  test("a long message is cut", () => {
    expect(errorFacts(new Error("x ".repeat(50_000))).message.length).toBeLessThan(1_100);
  });
});

function circular(): Error {
  const error = new Error(`Bearer ${KEY}`);
  error.cause = error;
  return error;
}

describe("a process that fails", () => {
  const fail = (way: string): Promise<{ code: number; out: string; err: string }> =>
    new Promise((done) => {
      const env = { PATH: process.env.PATH, KEY };
      execFile(process.execPath, [join(import.meta.dirname, "log/fails.ts"), way], { env }, (error, out, err) => {
        done({ code: typeof error?.code === "number" ? error.code : 0, out, err });
      });
    });

  test.each([["throws"], ["rejects"], ["throwsText"]])("%s: says so in its log alone, and ends", async (way) => {
    const { code, out, err } = await fail(way);
    expect(code).toBe(16);
    expect(err).toBe("");
    expect(out).not.toContain(CANARY);
    expect(JSON.parse(out)).toMatchObject({ severity: "CRITICAL", event: "fault" });
  });

  test("what packages print becomes lines", async () => {
    const { code, out, err } = await fail("prints");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).not.toContain(CANARY);
    const lines = out.trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        severity: "ERROR",
        event: "fault",
        message: expect.stringMatching(/^Error: connect failed for ….*\n {4}at file/),
      },
      { severity: "ERROR" },
      { severity: "WARNING", message: "of (an object)" },
      { severity: "INFO", message: "this has its place" },
    ]);
  });
});
