import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { ObjectResource } from "../gcs/resource.ts";
import { Broker } from "../pubsub/broker.ts";
import type { CloudEvent } from "./event.ts";
import { messageEvent } from "./message-event.ts";
import { createPusher, type Pusher, type PusherOptions } from "./pusher.ts";
import { notificationOf, storageEvent } from "./storage-event.ts";
import { notifyTopic, pushBucket, pushTopic } from "./triggers.ts";

interface Came {
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  readonly json: unknown;
}

let server: Server;
let url: string;
let came: Came[];
/** Statuses of the next answers, 204 when there are no more; null: none. */
let answers: (number | null)[];
const pushers: Pusher[] = [];

beforeEach(async () => {
  [came, answers] = [[], []];
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    came.push({
      id: String(request.headers["ce-id"]),
      headers: request.headers,
      json: JSON.parse(Buffer.concat(chunks).toString("utf8")),
    });
    const status = answers.length > 0 ? answers.shift() : 204;
    if (status !== null) response.writeHead(status ?? 204).end();
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterEach(() => {
  for (const pusher of pushers.splice(0)) pusher.close();
  server.closeAllConnections();
  server.close();
});

function open(options: PusherOptions = {}): Pusher {
  const pusher = createPusher({ backoffMs: [1, 4], ...options });
  pushers.push(pusher);
  return pusher;
}

const object: ObjectResource = {
  kind: "storage#object",
  id: "landing/flights/ä b.parquet/1234567890123456789",
  bucket: "landing",
  name: 'flights/ä "b"%.parquet',
  generation: "1234567890123456789",
  metageneration: "1",
  size: "13",
  crc32c: "p/E54w==",
  timeCreated: "2001-01-05T05:00:00.000Z",
  updated: "2001-01-05T05:00:01.000Z",
};
const event = (number: number): CloudEvent => storageEvent(object, String(number));
const message = { data: "e30=", attributes: {}, messageId: "17", publishTime: "2001-01-05T05:00:02.000Z" };
const topic = "projects/acme-dev/topics/sluice-dev-publish";

describe("what arrives", () => {
  test("an object's event: its attributes as headers that HTTP can carry, 64-bit numbers as text", async () => {
    const pusher = open({ trigger: "trigger@acme-dev.iam.gserviceaccount.com" });
    pusher.push(url, event(7));
    await pusher.idle();
    expect(came).toEqual([{ id: "7", json: object, headers: expect.anything() }]);
    expect(came[0]?.headers).toMatchObject({
      "ce-specversion": "1.0",
      "ce-type": "google.cloud.storage.object.v1.finalized",
      "ce-source": "//storage.googleapis.com/projects/_/buckets/landing",
      "ce-subject": "objects/flights/%C3%A4%20%22b%22%25.parquet",
      "ce-bucket": "landing",
      "ce-time": "2001-01-05T05:00:01.000Z",
      "content-type": "application/json; charset=utf-8",
    });
    const [, claims = ""] = String(came[0]?.headers.authorization).split(".");
    expect(JSON.parse(Buffer.from(claims, "base64url").toString())).toMatchObject({
      aud: url,
      email: "trigger@acme-dev.iam.gserviceaccount.com",
    });
  });

  test("a message's event: ids and times in two spellings, nothing where there is nothing", async () => {
    const pusher = open();
    pusher.push(url, messageEvent(topic, message));
    pusher.push(url, messageEvent(topic, { ...message, data: "", attributes: { a: "b" } }));
    await pusher.idle();
    const times = {
      messageId: "17",
      message_id: "17",
      publishTime: message.publishTime,
      publish_time: message.publishTime,
    };
    const subscription = "projects/acme-dev/subscriptions/eventarc-sluice-dev-publish-sub-001";
    expect(came.map(({ json }) => json)).toEqual([
      { message: { data: "e30=", ...times }, subscription },
      { message: { attributes: { a: "b" }, ...times }, subscription },
    ]);
    expect(came[0]?.headers).toMatchObject({
      "ce-type": "google.cloud.pubsub.topic.v1.messagePublished",
      "ce-source": `//pubsub.googleapis.com/${topic}`,
    });
  });
});

describe("until it is taken", () => {
  test("a call that the account has no right to waits until it has, and nobody waits for it", async () => {
    let may = false;
    const pusher = open({ mayCall: () => may });
    pusher.push(url, event(1));
    await pusher.idle();
    await pusher.idle();
    expect(came).toEqual([]);
    may = true;
    await pusher.idle();
    expect(pusher.deliveries.map(({ attempt, status }) => [attempt, status])).toEqual([
      [1, 403],
      [2, 403],
      [3, 403],
      [4, 204],
    ]);
  });

  test.each([500, 503, 429, 400, 404, 302, 206])("%d is no acknowledgement", async (status) => {
    answers = [status, status];
    const pusher = open();
    pusher.push(url, event(1));
    await pusher.idle();
    expect(pusher.deliveries.map((delivery) => [delivery.attempt, delivery.status])).toEqual([
      [1, status],
      [2, status],
      [3, 204],
    ]);
  });

  test("who says nothing in time, or is not there, gets it again", async () => {
    answers = [null];
    const pusher = open({ timeoutMs: 100 });
    pusher.push(url, event(1));
    await pusher.idle();
    expect([pusher.deliveries[0]?.status, pusher.deliveries.at(-1)?.status]).toEqual([null, 204]);
    const dead: string[] = [];
    const other = open({ attempts: 3, onDead: ({ id }) => void dead.push(id) });
    other.push("http://127.0.0.1:1/", event(2));
    await other.idle();
    expect([other.deliveries.length, dead]).toEqual([3, ["2"]]);
  });

  test("dead after so many deliveries, others go on", async () => {
    const dead: string[] = [];
    answers = Array.from({ length: 5 }, () => 500);
    const pusher = open({ attempts: 5, deliverers: 1, backoffMs: [0, 0], onDead: ({ id }) => void dead.push(id) });
    pusher.push(url, event(1));
    await pusher.idle();
    pusher.push(url, event(2));
    await pusher.idle();
    expect([came.length, dead]).toEqual([6, ["1"]]);
  });
});

describe("many", () => {
  const numbers = Array.from({ length: 80 }, (_, index) => index);
  const run = async (options: PusherOptions) => {
    came = [];
    const pusher = open(options);
    for (const number of numbers) pusher.push(url, event(number));
    await pusher.idle();
    return came.map(({ id }) => Number(id));
  };

  test("come in their order and once, unless it is to be otherwise", async () => {
    expect(await run({ deliverers: 1 })).toEqual(numbers);
  });

  test("all come, some twice, near their place; the same seed does the same", async () => {
    const options = { deliverers: 1, duplicates: 0.3, disorder: 20, seed: 4 };
    const first = await run(options);
    expect([...new Set(first)].sort((a, b) => a - b)).toEqual(numbers);
    expect(first.length).toBeGreaterThan(numbers.length * 1.1);
    expect(first).not.toEqual(first.toSorted((a, b) => a - b));
    expect(await run(options)).toEqual(first);
    expect(await run({ ...options, seed: 5 })).not.toEqual(first);
  });

  test("by several at a time, some of whom are refused", async () => {
    answers = Array.from({ length: 60 }, (_, index) => (index % 3 === 0 ? 503 : 204));
    const arrived = await run({ deliverers: 20, duplicates: 0.1, disorder: 50 });
    expect([...new Set(arrived)].sort((a, b) => a - b)).toEqual(numbers);
  });

  test("what was not taken when it closes is lost, and nobody waits for it", async () => {
    answers = numbers.map(() => 500);
    const pusher = open({ backoffMs: [10_000, 10_000] });
    for (const number of numbers) pusher.push(url, event(number));
    const idle = pusher.idle();
    pusher.close();
    await idle;
  });
});

describe("services joined", () => {
  test("a bucket's objects go to a function, and as notifications to a topic, whose messages go to another", async () => {
    const broker = new Broker(() => Date.parse(object.updated));
    broker.addTopic(topic);
    const pusher = open();
    pushTopic(broker, topic, pusher, `${url}topic`);
    const seen = [
      pushBucket("landing", pusher, `${url}bucket`),
      notifyTopic(broker, { topic, bucket: "landing", prefix: "flights/" }),
    ];
    for (const one of [object, { ...object, name: "other" }, { ...object, bucket: "ledger" }])
      for (const see of seen) see(one);
    await pusher.idle();
    const types = pusher.deliveries.map(
      (delivery) => `${new URL(delivery.url).pathname} ${delivery.event.type.split(".").at(-1)}`,
    );
    expect(types.sort()).toEqual(["/bucket finalized", "/bucket finalized", "/topic messagePublished"]);
  });

  test("what a notification says of an object", () => {
    const content = notificationOf({ topic, bucket: "landing", id: "3" }, object, "deleted", "1234567890123456788");
    expect(content?.attributes).toEqual({
      notificationConfig: "projects/_/buckets/landing/notificationConfigs/3",
      eventType: "OBJECT_DELETE",
      payloadFormat: "JSON_API_V1",
      bucketId: "landing",
      objectId: object.name,
      objectGeneration: "1234567890123456789",
      eventTime: "2001-01-05T05:00:01.000Z",
      overwroteGeneration: "1234567890123456788",
    });
    expect(JSON.parse(Buffer.from(content?.data ?? "", "base64").toString())).toEqual(object);
  });
});
