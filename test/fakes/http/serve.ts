import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Action, Faults } from "./faults.ts";
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
}

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
      process.stderr.write(`fake service: ${error instanceof Error ? error.stack : error}\n`);
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
  const asked = await read(request, around);
  const call = service.route(asked);
  if (!call)
    return send(
      response,
      service.error(404, "notFound", `no such call: ${asked.method} ${asked.url.pathname}`),
      around,
    );
  const action = around.faults.next(call.op, call.subject);
  const answer = await outcome(service, around, asked, call, action);
  around.calls.push({ op: call.op, subject: call.subject, account: asked.account, status: answer?.status ?? null });
  if (answer === null) return action === "stall" ? undefined : void response.destroy();
  if (action === "acceptThenReset") return void response.destroy();
  if (action === "truncate") return sendHalf(response, answer, around);
  return send(response, action === "corrupt" ? corrupted(answer) : answer, around);
}

/** Null: nothing is done, and nothing is answered. */
async function outcome(
  service: Service,
  around: Surroundings,
  { account }: Asked,
  call: Call,
  action: Action | null,
): Promise<Answer | null> {
  if (action === "reset" || action === "stall") return null;
  if (action === "503") return service.error(503, "backendError", "a fault of the script");
  if (action === "429") return service.error(429, "rateLimitExceeded", "a fault of the script");
  if (action === "412") return service.error(412, "conditionNotMet", "a fault of the script");
  if (call.needs) {
    const { permission, resource } = call.needs;
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
