import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";

/** One address before several instances of a function, as Cloud Run has it. */
export interface Address {
  readonly url: string;
  /** Instances that have a request which they have not answered, also where nobody waits for it any more. */
  atWork(): readonly string[];
  /** From now on an instance more has requests. */
  add(instance: string): void;
  /** The time of a request is over: its caller hears 504, while the instance works on, unseen; it gets no other. */
  giveUp(instance: string): void;
  close(): void;
}

/**
 * Each instance has one request at a time, the one that has rested longest the next; what comes when all are busy waits.
 * Where an instance is dead, or dies over a request, the answer is 503.
 */
export async function openAddress(instances: readonly string[]): Promise<Address> {
  const agent = new Agent({ keepAlive: true });
  const free = [...instances];
  const waiting: ((instance: string) => void)[] = [];
  const atWork = new Map<string, ServerResponse>();
  const givenUp = new Set<string>();
  const instance = async () => free.shift() ?? new Promise<string>((given) => void waiting.push(given));
  const giveBack = (one: string) => {
    atWork.delete(one);
    if (givenUp.has(one)) return;
    const next = waiting.shift();
    if (next) next(one);
    else free.push(one);
  };
  const server = createServer({ keepAliveTimeout: 60_000 }, async (incoming, outgoing) => {
    const body = await bodyOf(incoming).catch(() => null);
    if (body === null) return;
    const taken = await instance();
    atWork.set(taken, outgoing);
    await forward(agent, taken, { incoming, body, outgoing }).finally(() => giveBack(taken));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    atWork: () => [...atWork.keys()],
    add: giveBack,
    giveUp(one) {
      givenUp.add(one);
      atWork.get(one)?.writeHead(504).end();
    },
    close() {
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
}

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly body: Buffer;
  readonly outgoing: ServerResponse;
}

/** Settles when the instance has answered, also if nobody hears it any more. */
function forward(agent: Agent, instance: string, { incoming, body, outgoing }: Exchange): Promise<void> {
  const { method = "GET", url = "/", headers } = incoming;
  return new Promise((done) => {
    const failed = () => {
      reply(outgoing, 503);
      done();
    };
    const asking = request(new URL(url, instance), { method, headers, agent }, (answer) => {
      bodyOf(answer).then((answered) => {
        reply(outgoing, answer.statusCode ?? 500, answer.headers, answered);
        done();
      }, failed);
    });
    asking.once("error", failed).end(body);
  });
}

/** Unless the caller was told already that the time is over. */
function reply(outgoing: ServerResponse, status: number, headers: IncomingHttpHeaders = {}, body?: Buffer): void {
  if (!outgoing.headersSent) outgoing.writeHead(status, headers).end(body);
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
