import { Readable } from "node:stream";
import { Denied } from "../../ports.ts";
import { Passing } from "./failures.ts";

export interface Request {
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "DELETE";
  /** Below the service's address, or a whole address that the service gave. */
  readonly to: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Readable | string;
  /** True: content, which is not to be unpacked; checksums are those of the bytes as they are stored. */
  readonly asStored?: boolean;
}

export interface Reply {
  readonly status: number;
  /** Null: there is none. */
  header(name: string): string | null;
  /** Breaks off with `Passing`. */
  chunks(): AsyncGenerator<Buffer>;
  text(): Promise<string>;
}

/** One request and its reply, whatever the status. No reply: `Passing`. */
export type Line = (request: Request, signal: AbortSignal) => Promise<Reply>;

/**
 * Google's client gives account and address; the request is our own. The client's calls know no end: its timeout is an
 * option that the fetch below it no longer has (googleapis/google-cloud-node#7998), and when its total time is over
 * while it retries, it says nothing any more. Besides it makes numbers of generations, which have 64 bits, forgets
 * preconditions in a copy, and deletes what it uploaded when the checksum in an answer is another. `endpoint`: another
 * address than Google's own.
 */
export function openLine(endpoint: string | undefined): Line {
  let opening: ReturnType<typeof openClient> | undefined;
  return async (request, signal) => {
    opening ??= openClient(endpoint);
    const { auth, address } = await opening;
    const url = `${request.to.startsWith("/") ? address : ""}${request.to}${queryOf(request.query ?? {})}`;
    await demandAccount(() => auth.getRequestHeaders(url));
    try {
      const { status, headers, data } = await auth.request<unknown>({
        url,
        method: request.method,
        headers: { ...request.headers, ...(request.asStored && { "accept-encoding": "gzip" }) },
        ...(request.body !== undefined && { data: request.body }),
        signal,
        responseType: "stream",
        validateStatus: (status) => status !== 401, // on which the client gets itself a new token, once
        redirect: "manual", // a part of an upload is answered 308; and no token goes to another address
        ...{ compress: !request.asStored },
      });
      return replyOf(status, (name) => headers.get(name), data);
    } catch (error) {
      const refused = (error as { response?: { status?: number } }).response?.status;
      if (refused === 401) return replyOf(401, () => null, Readable.from([Buffer.from("Invalid Credentials")]));
      throw lost(error);
    }
  };
}

/** Made on first use: the client takes a tenth of a second to load. */
async function openClient(endpoint: string | undefined) {
  const { Storage } = await import("@google-cloud/storage");
  const storage = new Storage({
    ...(endpoint !== undefined && { apiEndpoint: endpoint }),
    projectId: "none", // objects need none, and to look for one the client would start gcloud
    clientOptions: { forceRefreshOnFailure: true },
  });
  return { auth: storage.authClient, address: storage.apiEndpoint };
}

/** A token server that is not there now may be later; an account that is not there needs a person. */
async function demandAccount(get: () => Promise<unknown>): Promise<void> {
  try {
    await get();
  } catch (error) {
    const { message, response } = error as Error & { response?: { status?: number } };
    const wasAsked = "config" in (error as Error); // an error of a request
    const status = response?.status ?? 503;
    if (wasAsked && (status >= 500 || status === 429)) throw new Passing(`no token: ${message}`, { maybeDone: false });
    throw new Denied(`Cloud Storage: no account to ask as: ${message} → \`gcloud auth application-default login\``);
  }
}

function replyOf(status: number, header: Reply["header"], data: unknown): Reply {
  const body = data instanceof Readable ? data : Readable.from([]);
  return { status, header, chunks, text };

  async function* chunks(): AsyncGenerator<Buffer> {
    try {
      for await (const chunk of body) yield chunk as Buffer;
    } catch (error) {
      throw lost(error);
    }
  }

  async function text(): Promise<string> {
    const all: Buffer[] = [];
    for await (const chunk of chunks()) all.push(chunk);
    return Buffer.concat(all).toString();
  }
}

/** Only the kind of a network error is told: the error itself holds the request, and with it the token. */
function lost(error: unknown): Passing {
  const { code, name } = error as { code?: unknown; name?: unknown };
  return new Passing(`no answer (${typeof code === "string" ? code : String(name)})`);
}

function queryOf(query: Readonly<Record<string, string | undefined>>): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}
