import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData, status } from "@grpc/grpc-js";
import type protobuf from "protobufjs";
import { answerTo, type Outcome, type Surroundings } from "../http/serve.ts";
import type { Service } from "../http/service.ts";
import { accountOfToken } from "../http/tokens.ts";
import { decodeMessage, encodeMessage, readMessage } from "./proto-json.ts";
import { restOf } from "./transcode.ts";

/** A service that is asked by gRPC too: what comes is turned into the HTTP request that it stands for. */
export interface GrpcFront {
  readonly service: Service;
  readonly root: protobuf.Root;
  /** Full names of the services in the root: `google.pubsub.v1.Publisher`. */
  readonly names: readonly string[];
}

export interface GrpcServing {
  readonly port: number;
  /** `127.0.0.1:PORT` */
  readonly address: string;
  close(): Promise<void>;
}

export interface GrpcOptions {
  /** 0: one that is free. */
  readonly port?: number;
  /** Whose calls those without a token are, as clients make them that are told of an emulator; null: nobody's. */
  readonly anonymous?: string | null;
}

type Plain = Record<string, unknown>;

/** Serves on 127.0.0.1, without encryption. */
export async function serveGrpc(
  fronts: readonly GrpcFront[],
  around: Surroundings,
  { port = 0, anonymous = null }: GrpcOptions = {},
): Promise<GrpcServing> {
  const server = new Server();
  for (const { service, root, names } of fronts) {
    for (const name of names) addService(server, root.lookupService(name), service, around, anonymous);
  }
  const bound = await new Promise<number>((ready, failed) => {
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, at) =>
      error ? failed(error) : ready(at),
    );
  });
  return {
    port: bound,
    address: `127.0.0.1:${bound}`,
    close: async () => server.forceShutdown(),
  };
}

function addService(
  server: Server,
  described: protobuf.Service,
  service: Service,
  around: Surroundings,
  anonymous: string | null,
): void {
  for (const method of described.methodsArray) {
    // Streams are not served, and methods that no rule turns into HTTP.
    if (method.requestStream || method.responseStream) continue;
    method.resolve();
    const { resolvedRequestType: request, resolvedResponseType: response } = method;
    if (!request || !response) throw new Error(`${method.fullName} has no types`);
    const path = `/${described.fullName.slice(1)}/${method.name}`;
    const definition = {
      path,
      requestStream: false,
      responseStream: false,
      requestSerialize: (value: Plain) => encodeMessage(request, value),
      requestDeserialize: (bytes: Buffer) => decodeMessage(request, bytes),
      responseSerialize: (value: Plain) => encodeMessage(response, value),
      responseDeserialize: (bytes: Buffer) => decodeMessage(response, bytes),
    };
    const handle = (call: ServerUnaryCall<Plain, Plain>, done: sendUnaryData<Plain>) => {
      void answer(call, method, service, around, anonymous)
        .then((outcome) => replyTo(outcome, response))
        .catch((error: unknown) => ({ code: status.INTERNAL, details: String(error) }))
        .then((reply) => {
          if (reply !== null) "value" in reply ? done(null, reply.value) : done(reply);
        });
    };
    server.addService({ [method.name]: definition }, { [method.name]: handle });
  }
}

function answer(
  { request, metadata }: ServerUnaryCall<Plain, Plain>,
  method: protobuf.Method,
  service: Service,
  around: Surroundings,
  anonymous: string | null,
): Promise<Outcome> {
  const [authorization] = metadata.get("authorization");
  const account = authorization ? accountOfToken(String(authorization), around.now()) : anonymous;
  const rest = restOf(method, request);
  const body = Buffer.from(rest.body ? JSON.stringify(rest.body) : "");
  const headers = { "content-type": "application/json" };
  return answerTo(service, around, { method: rest.method, url: rest.url, headers, body, account });
}

type Reply = { readonly value: Plain } | { readonly code: status; readonly details: string };

/** A fault of the line is one that gRPC tells of by a status; null: a line that is silent. */
function replyTo({ answer, action }: Outcome, type: protobuf.Type): Reply | null {
  if (action === "stall") return null;
  if (answer === null || action === "acceptThenReset") {
    return { code: status.UNAVAILABLE, details: "Connection reset by peer" };
  }
  if (answer.status >= 300) return { code: codeOf(answer.status), details: messageOf(answer.body) };
  if (action === "truncate" || action === "corrupt") {
    return { code: status.INTERNAL, details: "Response message parsing error" };
  }
  const read = readMessage(type, answer.body ?? {});
  if ("problems" in read) throw new Error(`the fake's own answer: ${read.problems.join("; ")}`);
  return read;
}

const CODES: Readonly<Record<number, status>> = {
  400: status.INVALID_ARGUMENT,
  401: status.UNAUTHENTICATED,
  403: status.PERMISSION_DENIED,
  404: status.NOT_FOUND,
  409: status.ALREADY_EXISTS,
  412: status.FAILED_PRECONDITION,
  429: status.RESOURCE_EXHAUSTED,
  503: status.UNAVAILABLE,
};

function codeOf(http: number): status {
  return CODES[http] ?? status.UNKNOWN;
}

function messageOf(body: unknown): string {
  const { error } = (body ?? {}) as { error?: { message?: string } };
  return error?.message ?? "";
}
