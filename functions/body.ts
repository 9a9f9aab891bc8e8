import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

/** The content of a request, as it came. */
export interface Body {
  /** Content type, as its sender calls it; empty: not at all. */
  readonly type: string;
  /** How it is packed; empty: it is not. */
  readonly encoding: string;
  readonly bytes: Uint8Array;
}

const sent = new WeakMap<IncomingMessage, Omit<Body, "bytes">>();

/**
 * Keeps the framework from reading contents: its parsers unpack up to a gigabyte of what they are sent, answer in HTML,
 * and log a stranger's mistake as a fault of ours. To them everything is bytes. Once per process, before it listens.
 */
export function keepContentsUnread(): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { readonly request: IncomingMessage };
    sent.set(request, kindOf(request));
    request.headers["content-type"] = "application/octet-stream";
    delete request.headers["content-encoding"];
  });
}

export function bodyOf(request: IncomingMessage & { readonly rawBody?: Uint8Array }): Body {
  return { ...(sent.get(request) ?? kindOf(request)), bytes: request.rawBody ?? new Uint8Array() };
}

function kindOf({ headers }: IncomingMessage): Omit<Body, "bytes"> {
  const { "content-type": type = "", "content-encoding": encoding = "" } = headers;
  return { type, encoding: encoding === "identity" ? "" : encoding };
}

/** Neither events nor what people ask for is larger. */
const MOST_BYTES = 1024 * 1024;
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;

/** Why a request is not taken, with what HTTP says of such. */
export interface NotTaken {
  readonly status: 400 | 405 | 413 | 415;
  readonly problem: string;
}

export function readJson({ type, encoding, bytes }: Body): { readonly json: unknown } | NotTaken {
  if (encoding !== "") return { status: 415, problem: "the content is sent as it is, not packed" };
  if (bytes.length > MOST_BYTES) return { status: 413, problem: `the content has at most ${MOST_BYTES} bytes` };
  if (!JSON_TYPE.test(type)) return { status: 415, problem: "the content is JSON, and its type says so" };
  try {
    return { json: JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) };
  } catch {
    return { status: 400, problem: "the content is not JSON" };
  }
}
