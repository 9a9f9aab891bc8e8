import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Faults, Strike } from "./faults.ts";
import type { Answer, Asked, Call, Called, Service } from "./service.ts";
import { accountOfToken } from "./tokens.ts";

/** What all services of one fake cloud share. */
export interface Surroundings {
  readonly faults: Faults;
  /** Milliseconds since 1970 by the services' own clock, which `Date` headers and creation times show. */
  now(): number;
  /** Whether the account may; a service that asks for no account never asks. */
  allowed(account: string, permission: string, resource: string): boolean;
  readonly calls: Called[];
  /**
   * Sees each call that is about to take effect, and each that took it and is about to be answered: tests kill here.
   * `lost`: who asked is dead, the request came only in part, and takes no effect.
   */
  readonly onCall?: (coming: Coming, moment: "before" | "after") => Heard | Promise<Heard>;
}

/** A call as it comes in. */
export interface Coming extends Omit<Called, "status"> {
  readonly body: Buffer;
}

type Heard = "lost" | undefined;

export interface Serving {
  readonly port: number;
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves on 127.0.0.1, on a port that is free unless one is named. */
export async function serve(service: Service, around: Surroundings, wanted = 0): Promise<Serving> {
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    void respond(service, around, request, response).catch((error: unknown) => {
      // A client that breaks off while it asks is no fault of the service.
      if (request.complete) process.stderr.write(`fake service: ${error instanceof Error ? error.stack : error}\n`);
      response.destroy();
    });
  });
  await new Promise<void>((ready) => server.listen(wanted, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function respond(
  service: Service,
  around: Surroundings,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { answer, action } = await answerTo(service, around, await read(request, around));
  if (answer === null) return action === "stall" ? undefined : void response.destroy();
  if (action === "acceptThenReset") return void response.destroy();
  if (action === "truncate") return sendHalf(response, answer, around);
  return send(response, action === "corrupt" ? corrupted(answer) : answer, around);
}

/** What a service says, and what is to befall that on the line; an answer of null is none. */
export interface Outcome {
  readonly answer: Answer | null;
  readonly action: Strike | null;
}

/** The same whatever the request came by. */
export async function answerTo(service: Service, around: Surroundings, asked: Asked): Promise<Outcome> {
  const call = service.route(asked);
  if (!call) {
    const message = `no such call: ${asked.method} ${asked.url.pathname}`;
    return { answer: service.error(404, "notFound", message), action: null };
  }
  const { op, subject } = call;
  const called = { op, subject, account: asked.account };
  const action = around.faults.next(op, subject);
  const coming = { ...called, body: asked.body };
  if ((await around.onCall?.(coming, "before")) === "lost") return { answer: null, action: "reset" };
  const answer = await outcome(service, around, asked, call, action);
  around.calls.push({ ...called, status: answer?.status ?? null });
  await around.onCall?.(coming, "after");
  return { answer, action };
}

/** Null: nothing is done, and nothing is answered. */
async function outcome(
  service: Service,
  around: Surroundings,
  { account }: Asked,
  call: Call,
  action: Strike | null,
): Promise<Answer | null> {
  if (action === "reset" || action === "stall") return null;
  if (action === "401") return service.error(401, "authError", "a fault of the script");
  if (action === "403") return service.error(403, "forbidden", "a fault of the script");
  if (action === "500") return service.error(500, "internalError", "a fault of the script");
  if (action === "503") return service.error(503, "backendError", "a fault of the script");
  if (action === "429") return service.error(429, "rateLimitExceeded", "a fault of the script");
  if (action === "412") return service.error(412, "conditionNotMet", "a fault of the script");
  for (const { permission, resource } of [call.needs ?? []].flat()) {
    if (account === null) return service.error(401, "authError", "Invalid Credentials");
    if (!around.allowed(account, permission, resource)) {
      return service.error(403, "forbidden", `${account} does not have ${permission} access to ${resource}`);
    }
  }
  return call.answer();
}

async function read(request: IncomingMessage, { now }: Surroundings): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = "GET", url = "/", headers } = request;
  const account = accountOfToken(headers.authorization, now());
  return { method, url: new URL(url, "http://fake"), headers, body: Buffer.concat(chunks), account };
}

function send(response: ServerResponse, answer: Answer, around: Surroundings): void {
  const bytes = bytesOf(answer);
  writeHead(response, answer, bytes, around);
  response.end(bytes);
}

function sendHalf(response: ServerResponse, answer: Answer, around: Surroundings): void {
  const bytes = bytesOf(answer);
  // Of an empty one the head is cut.
  if (bytes.length === 0) return void response.destroy();
  writeHead(response, answer, bytes, around);
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
}

function corrupted(answer: Answer): Answer {
  const bytes = Buffer.from(bytesOf(answer));
  const at = Math.floor(bytes.length / 2);
  if (bytes.length > 0) bytes[at] = (bytes[at] ?? 0) ^ 1;
  return { ...answer, body: bytes };
}

function writeHead(response: ServerResponse, answer: Answer, bytes: Buffer, { now }: Surroundings): void {
  response.sendDate = false;
  response.setHeader("date", new Date(now()).toUTCString());
  if (typeof answer.body === "object" && !(answer.body instanceof Uint8Array)) {
    response.setHeader("content-type", "application/json; charset=UTF-8");
  }
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  response.setHeader("content-length", bytes.length);
  response.statusCode = answer.status;
}

function bytesOf({ body }: Answer): Buffer {
  if (body === undefined) return Buffer.alloc(0);
  if (typeof body === "string") return Buffer.from(body);
  return body instanceof Uint8Array ? Buffer.from(body) : Buffer.from(JSON.stringify(body));
}
