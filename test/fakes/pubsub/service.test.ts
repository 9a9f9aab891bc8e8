import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Client, credentials, Metadata, type ServiceError, status } from "@grpc/grpc-js";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import protobuf from "protobufjs";
import { type GrpcServing, serveGrpc } from "../grpc/serve.ts";
import { alone } from "../http/alone.ts";
import { type Serving, type Surroundings, serve } from "../http/serve.ts";
import { tokenFor } from "../http/tokens.ts";
import { createPubSubService, type PubSubFake } from "./service.ts";

const account = "somebody@acme-dev.iam.gserviceaccount.com";
const topic = "projects/acme-dev/topics/news";
const subscription = "projects/acme-dev/subscriptions/readers";

let now: number;
let around: Surroundings;
let fake: PubSubFake;
let rest: Serving;
let grpc: GrpcServing;
let lacks: string | null;

beforeEach(async () => {
  now = Date.parse("2001-01-05T05:00:00.000Z");
  lacks = null;
  around = { ...alone((_, permission, resource) => `${permission} ${resource}` !== lacks), now: () => now };
  fake = createPubSubService(around);
  rest = await serve(fake.service, around);
  grpc = await serveGrpc([fake.front], around, { anonymous: account });
  fake.broker.addTopic(topic);
  fake.broker.addSubscription(subscription, topic);
});
afterEach(async () => {
  await rest.close();
  await grpc.close();
});

async function ask(method: string, path: string, body?: object): Promise<[number, Record<string, unknown>]> {
  const response = await fetch(`${rest.url}/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${tokenFor(account, now + 60_000)}` },
    ...(body && { body: JSON.stringify(body) }),
  });
  return [response.status, (await response.json()) as Record<string, unknown>];
}
const data = Buffer.from("words").toString("base64");
const publish = (...messages: object[]) => ask("POST", `${topic}:publish`, { messages });
const pull = async (most = 10, from = subscription) => {
  const [, body] = await ask("POST", `${from}:pull`, { maxMessages: most });
  return (body.receivedMessages ?? []) as { ackId: string; message: { messageId: string; data: string } }[];
};

test("what is published comes to every subscription, with an id and the time", async () => {
  fake.broker.addSubscription(`${subscription}-2`, topic);
  const [code, { messageIds }] = await publish({ data }, { attributes: { a: "b" } });
  expect([code, new Set(messageIds as string[]).size]).toEqual([200, 2]);
  for (const name of [subscription, `${subscription}-2`]) {
    expect((await pull(10, name)).map(({ message }) => message)).toEqual([
      { data, attributes: {}, messageId: (messageIds as string[])[0], publishTime: "2001-01-05T05:00:00.000Z" },
      {
        data: "",
        attributes: { a: "b" },
        messageId: (messageIds as string[])[1],
        publishTime: "2001-01-05T05:00:00.000Z",
      },
    ]);
  }
});

test.each([
  ["nothing", { messages: [] }, /too small/],
  ["an empty message", { messages: [{}] }, /no data and no attributes/],
  ["what is no Base64", { messages: [{ data: "ä" }] }, /Invalid value at 'messages\[0\]\.data'/],
  ["an object for data", { messages: [{ data: { dataset: null } }] }, /Invalid value/],
  ["a misspelt field", { messages: [{ data, attribute: {} }] }, /Unknown name "attribute" at 'messages\[0\]'/],
  ["an attribute that is no text", { messages: [{ attributes: { a: 1 } }] }, /Invalid value/],
])("refused: to publish %s", async (_, body, says) => {
  const [code, { error }] = await ask("POST", `${topic}:publish`, body);
  expect([code, (error as { message: string }).message]).toEqual([400, expect.stringMatching(says)]);
});

test("a topic that is not there is told by 404, and made by PUT, once", async () => {
  const other = "projects/acme-dev/topics/other";
  expect((await ask("POST", `${other}:publish`, { messages: [{ data }] }))[0]).toBe(404);
  expect((await ask("PUT", other, {}))[0]).toBe(200);
  expect((await ask("PUT", other, {}))[0]).toBe(409);
  expect((await ask("GET", other))[1]).toEqual({ name: other });
});

describe("a subscription", () => {
  test("delivers again after the deadline, until it is acknowledged by the last delivery's id", async () => {
    await publish({ data });
    const [first] = await pull();
    expect(await pull()).toEqual([]);
    now += 10_000;
    const [second] = await pull();
    expect(second?.message).toEqual(first?.message);
    await ask("POST", `${subscription}:acknowledge`, { ackIds: [first?.ackId] });
    expect(fake.broker.subscription(subscription)?.backlog).toHaveLength(1);
    await ask("POST", `${subscription}:acknowledge`, { ackIds: [second?.ackId] });
    expect(fake.broker.subscription(subscription)?.backlog).toEqual([]);
  });

  test("gives back at once what is not wanted, and waits longer where it is asked to", async () => {
    await publish({ data });
    const [first] = await pull();
    await ask("POST", `${subscription}:modifyAckDeadline`, { ackIds: [first?.ackId], ackDeadlineSeconds: 0 });
    const [second] = await pull();
    await ask("POST", `${subscription}:modifyAckDeadline`, { ackIds: [second?.ackId], ackDeadlineSeconds: 60 });
    now += 59_000;
    expect(await pull()).toEqual([]);
    now += 1_000;
    expect(await pull()).toHaveLength(1);
  });

  test("moves what was delivered in vain five times to its dead letters", async () => {
    const [dead, name] = [`${topic}-dead`, `${subscription}-3`];
    fake.broker.addTopic(dead);
    const deadLetterPolicy = { deadLetterTopic: dead, maxDeliveryAttempts: 5 };
    expect((await ask("PUT", name, { topic, deadLetterPolicy }))[0]).toBe(200);
    await publish({ data });
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      expect(await pull(1, name)).toMatchObject([{ deliveryAttempt: attempt }]);
      now += 10_000;
    }
    expect(await pull(1, name)).toEqual([]);
    const attributes = {
      CloudPubSubDeadLetterSourceSubscription: "readers-3",
      CloudPubSubDeadLetterSourceDeliveryCount: "5",
    };
    expect(fake.broker.messages(dead)).toMatchObject([{ data, attributes }]);
  });

  test.each([
    ["of a topic that is not there", { topic: `${topic}-0` }, 404],
    ["with a deadline of a second", { topic, ackDeadlineSeconds: 1 }, 400],
    ["with dead letters nowhere", { topic, deadLetterPolicy: { deadLetterTopic: `${topic}-0` } }, 404],
    ["with dead letters at once", { topic, deadLetterPolicy: { deadLetterTopic: topic, maxDeliveryAttempts: 1 } }, 400],
    ["that pushes, which others do here", { topic, pushConfig: { pushEndpoint: "http://127.0.0.1" } }, 400],
  ])("refused: one %s", async (_, body, code) => {
    expect((await ask("PUT", `${subscription}-4`, body))[0]).toBe(code);
  });
});

describe("by gRPC", () => {
  // By a reading of the description that is not the fake's own.
  const { root } = protobuf.parse(
    readFileSync(join(import.meta.dirname, "pubsub.proto"), "utf8"),
    protobuf.Root.fromJSON(protobuf.common.get("google/protobuf/timestamp.proto") ?? {}),
  );
  const call = (service: string, name: string, request: object, token: string | null = null) => {
    const { requestType, responseType } = root.lookupService(`google.pubsub.v1.${service}`).methods[
      name
    ] as protobuf.Method;
    const [input, output] = [requestType, responseType].map((type) => root.lookupType(`google.pubsub.v1.${type}`));
    const client = new Client(grpc.address, credentials.createInsecure());
    const metadata = new Metadata();
    if (token !== null) metadata.set("authorization", token);
    return new Promise<Record<string, unknown>>((resolve, reject) => {
      const done = (error: ServiceError | null, answer?: Record<string, unknown>) => {
        client.close();
        if (error) reject(error);
        else resolve(answer ?? {});
      };
      client.makeUnaryRequest(
        `/google.pubsub.v1.${service}/${name}`,
        (value: object) => Buffer.from(input?.encode(input.fromObject(value)).finish() ?? []),
        (bytes: Buffer) => output?.toObject(output.decode(bytes), { longs: Number, defaults: true }) ?? {},
        request,
        metadata,
        done,
      );
    });
  };

  test("the same topics and messages", async () => {
    const { messageIds } = await call("Publisher", "Publish", { topic, messages: [{ data: Buffer.from("words") }] });
    const { receivedMessages } = await call("Subscriber", "Pull", { subscription, maxMessages: 1 });
    const [received] = receivedMessages as { ackId: string; message: object }[];
    expect(received?.message).toMatchObject({
      data: Buffer.from("words"),
      messageId: (messageIds as string[])[0],
      publishTime: { seconds: now / 1000, nanos: 0 },
    });
    await call("Subscriber", "Acknowledge", { subscription, ackIds: [received?.ackId] });
    expect(fake.broker.subscription(subscription)?.backlog).toEqual([]);
    await expect(
      call("Subscriber", "Pull", { subscription: `${subscription}-0`, maxMessages: 1 }),
    ).rejects.toMatchObject({ code: status.NOT_FOUND });
    expect(around.calls.every((one) => one.account === account)).toBe(true);
  });

  test("rights are those of HTTP", async () => {
    lacks = `pubsub.topics.publish ${topic}`;
    const [code] = await publish({ data });
    expect(code).toBe(403);
    const message = { topic, messages: [{ attributes: { a: "b" } }] };
    await expect(call("Publisher", "Publish", message)).rejects.toMatchObject({ code: status.PERMISSION_DENIED });
    await expect(call("Publisher", "Publish", message, "Bearer of nothing")).rejects.toMatchObject({
      code: status.UNAUTHENTICATED,
    });
    expect(fake.broker.messages(topic)).toEqual([]);
  });
});
