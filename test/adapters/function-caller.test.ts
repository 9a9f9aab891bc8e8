import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "@jest/globals";
import { createFunctionCaller } from "../../lakehouse/adapters/function-caller.ts";
import { Unavailable } from "../../lakehouse/ports.ts";

const TOKEN = "aa.bb.cc";
const open: { close(): void }[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

async function serving(answer: Answer, timeoutMs?: number) {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => answer(request, response, Buffer.concat(chunks).toString()));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  open.push({
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  });
  const { port } = server.address() as AddressInfo;
  const asked: string[] = [];
  const identity = async (audience: string) => {
    asked.push(audience);
    return TOKEN;
  };
  const urlOf = (target: string) => `http://127.0.0.1:${port}/${target}`;
  const caller = createFunctionCaller({ urlOf, identity, ...(timeoutMs !== undefined && { timeoutMs }) });
  return { caller, asked, url: urlOf("decide") };
}

test("asks as whom the token says, for the function's own address", async () => {
  const seen: unknown[] = [];
  const { caller, asked, url } = await serving((request, response, body) => {
    seen.push([request.method, request.url, request.headers.authorization, body]);
    response.end(JSON.stringify({ well: true }));
  });
  expect(await caller.get("decide", { dataset: "a b" })).toEqual({ status: 200, json: { well: true } });
  expect(await caller.post("decide", { action: "accept" })).toEqual({ status: 200, json: { well: true } });
  expect(seen).toEqual([
    ["GET", "/decide?dataset=a+b", `Bearer ${TOKEN}`, ""],
    ["POST", "/decide", `Bearer ${TOKEN}`, '{"action":"accept"}'],
  ]);
  expect(asked).toEqual([url, url]);
});

test("hands on whatever is answered", async () => {
  const { caller } = await serving((_, response) => response.writeHead(403).end("<html>Forbidden</html>"));
  expect(await caller.get("decide", {})).toEqual({ status: 403, json: undefined });
});

describe("is not answered", () => {
  test.each<[what: string, answer: Answer, said: string]>([
    ["where the line breaks", (request) => request.socket.destroy(), "UND_ERR_SOCKET"],
    ["in time", () => undefined, "not in time"],
    // To another address the token must not go.
    [
      "where it is sent elsewhere",
      (_, response) => response.writeHead(302, { location: "http://example.com" }).end(),
      "unexpected redirect",
    ],
  ])("%s", async (_, answer, said) => {
    const { caller } = await serving(answer, 200);
    const failed = caller.post("decide", { action: "accept" });
    await expect(failed).rejects.toThrow(Unavailable);
    const error = (await failed.catch((thrown: unknown) => thrown)) as Error;
    expect(error.message).toBe(`decide does not answer: ${said}; what was asked may have been done`);
    expect(`${error.stack} ${error.cause}`).not.toContain(TOKEN);
  });
});
