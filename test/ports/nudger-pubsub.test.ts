import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { createPubSubNudger } from "../../lakehouse/adapters/pubsub.ts";
import { accountEmail, TOPICS, topicPath } from "../../lakehouse/plan/cloud/names.ts";
import { NudgeSchema } from "../../lakehouse/plan/cloud/nudge.ts";
import { Denied, type Nudger, Unavailable } from "../../lakehouse/ports.ts";
import { actAs } from "../fakes/http/act-as.ts";
import { alone } from "../fakes/http/alone.ts";
import { ACTIONS, type Action } from "../fakes/http/faults.ts";
import { type Surroundings, serve } from "../fakes/http/serve.ts";
import { createPubSubService, type PubSubFake } from "../fakes/pubsub/service.ts";
import { allowedBy } from "../fakes/rights.ts";
import { environment } from "./environment.ts";

interface Bench extends Surroundings {
  readonly fake: PubSubFake;
  open(timeoutMs?: number): Nudger;
  close(): Promise<void>;
}

let bench: Bench;
beforeEach(async () => {
  bench = await openPubSub("split");
});
afterEach(() => bench.close());

async function openPubSub(account: "split" | "mail"): Promise<Bench> {
  const around = alone(allowedBy(environment, []));
  const fake = createPubSubService(around);
  for (const topic of TOPICS) fake.broker.addTopic(topicPath(environment, topic));
  const serving = await serve(fake.service, around);
  const stopActing = await actAs(accountEmail(environment, account), environment.project, around);
  const open = (timeoutMs = 10_000) => {
    const patience = { attempts: 2, firstWaitMs: 1, timeoutMs };
    return createPubSubNudger({ environment, endpoint: serving.url, patience });
  };
  const close = async () => {
    await stopActing();
    await serving.close();
  };
  return { ...around, fake, open, close };
}

const nudges = (topic: "publish" | "mail") =>
  bench.fake.broker.messages(topicPath(environment, topic)).map(({ data }) => {
    return NudgeSchema.parse(JSON.parse(Buffer.from(data, "base64").toString("utf8"))).dataset;
  });
const published = () => bench.calls.filter(({ op }) => op === "pubsub.topics.publish").length;

test("a nudge is a message on the topic of what is asked for", async () => {
  const nudger = bench.open();
  await nudger.nudge("publish", "flights");
  await nudger.nudge("mail", null);
  await nudger.nudge("publish", null);
  expect([nudges("publish"), nudges("mail")]).toEqual([["flights", null], [null]]);
});

test("a person's word to resume comes along", async () => {
  const resume = { number: 7, generation: "1234567890123456789" };
  await bench.open().nudge("publish", "flights", resume);
  const [{ data } = { data: "" }] = bench.fake.broker.messages(topicPath(environment, "publish"));
  const nudge = NudgeSchema.parse(JSON.parse(Buffer.from(data, "base64").toString("utf8")));
  expect(nudge).toEqual({ format: "sluice/nudge/1", dataset: "flights", resume });
});

describe("what befalls it", () => {
  const outcomes: Readonly<
    Record<Action, readonly [fails: (new (...parts: never[]) => Error) | null, messages: number]>
  > = {
    "503": [null, 1],
    // Not before long: a tick comes anyway.
    "429": [Unavailable, 0],
    "412": [Error, 0],
    reset: [null, 1],
    // Twice is no fault.
    acceptThenReset: [null, 2],
    stall: [null, 1],
    truncate: [null, 2],
    corrupt: [null, 1],
  };

  test.each(ACTIONS)("%s, once", async (action) => {
    bench.faults.set([{ op: "pubsub.topics.publish", nth: 1, action }]);
    const [fails, messages] = outcomes[action];
    const error = await failureOf(bench.open(action === "stall" ? 1_000 : undefined).nudge("publish", "flights"));
    if (fails === null) expect(error).toBeNull();
    else expect(error).toBeInstanceOf(fails);
    expect(nudges("publish").length).toBeGreaterThanOrEqual(messages);
  });

  test.each(["503", "reset", "acceptThenReset", "stall", "truncate"] as const)(
    "%s, twice: given up",
    async (action) => {
      bench.faults.set([{ op: "pubsub.topics.publish", nth: 1, times: 9, action }]);
      const error = await failureOf(bench.open(action === "stall" ? 300 : undefined).nudge("publish", "flights"));
      expect(error).toBeInstanceOf(Unavailable);
      expect(published()).toBe(2);
    },
  );

  test("an account that may not publish there is told whose rights to look at", async () => {
    await bench.close();
    bench = await openPubSub("mail");
    const error = await failureOf(bench.open().nudge("publish", null));
    expect(error).toBeInstanceOf(Denied);
    expect(error?.message).toMatch(/^Pub\/Sub answered 403: .* → rights\.ts/);
    expect(published()).toBe(1);
  });
});

/** Nothing of the request may be in it: it has the token. */
async function failureOf(work: Promise<void>): Promise<Error | null> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason as Error,
  );
  const shown = [inspect(error, { depth: null, showHidden: true }), JSON.stringify(error)].join("\n");
  expect(shown).not.toMatch(/Bearer|fake\.[A-Za-z0-9_-]+\.\d+/);
  return error;
}
