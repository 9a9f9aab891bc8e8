import { AsyncLocalStorage } from "node:async_hooks";

// Which request a line belongs to: Cloud Logging shows the lines of one trace together.

/** Of a request; a header that came several times is an array. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

interface Request {
  readonly trace?: string;
  readonly span?: string;
  readonly sampled?: boolean;
  readonly execution?: string;
}

const requests = new AsyncLocalStorage<Request>();

/** Lines that `work` causes, however late, belong to the request with these headers. */
export function inRequest<Result>(headers: Headers, work: () => Result): Result {
  return requests.run(requestOf(headers), work);
}

/** What Cloud Logging reads of the present request; nothing outside of one. */
export function requestFields(project: string): Record<string, unknown> {
  const { trace, span, sampled } = requests.getStore() ?? {};
  return {
    ...(trace !== undefined && { "logging.googleapis.com/trace": `projects/${project}/traces/${trace}` }),
    ...(span !== undefined && { "logging.googleapis.com/spanId": span }),
    ...(sampled !== undefined && { "logging.googleapis.com/trace_sampled": sampled }),
  };
}

export function executionLabels(): Record<string, string> {
  const execution = requests.getStore()?.execution;
  return execution === undefined ? {} : { execution_id: execution };
}

function requestOf(headers: Headers): Request {
  const execution = /^[\w-]{1,60}$/.exec(headerOf(headers, "function-execution-id"))?.[0];
  return { ...(w3cTrace(headers) ?? googleTrace(headers)), ...(execution !== undefined && { execution }) };
}

/** https://www.w3.org/TR/trace-context: all zeros say that there is none. */
function w3cTrace(headers: Headers): Request | null {
  const [, trace, span, flags] =
    /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})/.exec(headerOf(headers, "traceparent")) ?? [];
  if (!trace || !span || !flags || /^0+$/.test(trace) || /^0+$/.test(span)) return null;
  return { trace, span, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** `TRACE/SPAN;o=1`, the span a decimal number of 64 bits, which Cloud Logging wants as 16 hex digits. */
function googleTrace(headers: Headers): Request | null {
  const header = headerOf(headers, "x-cloud-trace-context");
  const [, trace, span, sampled] = /^([0-9a-f]{32})(?:\/(\d{1,20}))?(?:;o=([01]))?/.exec(header) ?? [];
  if (!trace) return null;
  const id = span === undefined ? 0n : BigInt.asUintN(64, BigInt(span));
  return {
    trace,
    ...(id !== 0n && { span: id.toString(16).padStart(16, "0") }),
    ...(sampled !== undefined && { sampled: sampled === "1" }),
  };
}

function headerOf(headers: Headers, name: string): string {
  const value = headers[name];
  return typeof value === "string" ? value : (value?.[0] ?? "");
}
