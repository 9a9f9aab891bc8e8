import type { CloudEvent } from "../../functions/cloud-event.ts";
import type { EventFunction, Work } from "../../functions/work.ts";
import { keepPlan } from "../../lakehouse/ledger/plans.ts";
import type { AccountName, CloudEnvironment } from "../../lakehouse/plan/cloud/names.ts";
import { bucketName, topicPath } from "../../lakehouse/plan/cloud/names.ts";
import { nudgeText, type Resume } from "../../lakehouse/plan/cloud/nudge.ts";
import { landingPath } from "../../lakehouse/plan/names.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import type { Asked, Launcher, LogLine, ObjectMeta, Objects } from "../../lakehouse/ports.ts";
import { logChanges } from "../../lakehouse/run/log-changes.ts";
import { type TimeBox, UNHURRIED } from "../../lakehouse/run/time-box.ts";
import { MemoryLake } from "../chain/memory/lake.ts";
import { Life } from "../chain/memory/life.ts";
import { createMemoryMailer } from "../fakes/memory/mailer.ts";
import { type Content, encodeContent } from "../protocol/content.ts";
import type { Policy } from "../protocol/contracts.ts";
import { underAccount } from "./under-account.ts";

export const PLACE: CloudEnvironment = { id: "test", project: "test", location: "EU", region: "europe-west1" };
export const LANDING = bucketName(PLACE, "landing");

/** An environment over memory: each function works as its own account. */
export class Bench {
  readonly lake: MemoryLake;
  readonly mailer = createMemoryMailer();
  readonly lines: LogLine[] = [];
  readonly nudges: [asked: Asked, dataset: string | null, resume?: Resume][] = [];
  plans: readonly Plan[];
  /** What befalls the store of whoever works next. */
  objects: (objects: Objects) => Objects = (objects) => objects;
  launcher: Launcher = {
    launch: async () => undefined,
    phase: async () => "running",
    log: async () => ({ place: "nowhere", lines: [] }),
  };
  launchAboveBytes = Number.POSITIVE_INFINITY;
  time: TimeBox = UNHURRIED;
  nudgeFails: Error | null = null;
  readonly #laid: Promise<void>;

  constructor(policy: Policy = "keyless") {
    this.lake = new MemoryLake(policy, 1);
    const { first, second, derived } = this.lake.plans;
    this.plans = [second, derived];
    this.#laid = this.#lay([first, second, derived]);
  }

  /** As `pulumi up` does. */
  async #lay(plans: readonly Plan[]): Promise<void> {
    for (const plan of plans) await keepPlan(this.store, plan);
  }

  as(account: AccountName): Work {
    const log = (line: LogLine) => void this.lines.push(line);
    const tools = this.lake.tools(new Life(null));
    const nudger = {
      nudge: async (asked: Asked, dataset: string | null, resume?: Resume) => {
        if (this.nudgeFails) throw this.nudgeFails;
        this.nudges.push(resume ? [asked, dataset, resume] : [asked, dataset]);
      },
    };
    const { mailer, launcher } = this;
    const ports = underAccount(PLACE, account, { ...tools, mailer, launcher, nudger });
    return {
      tools: {
        ...tools,
        ...ports,
        objects: logChanges(this.objects(ports.objects), log),
        place: PLACE,
        bucket: LANDING,
        log,
        requestOf: null,
        from: { email: "sluice@example.com", name: "Sluice" },
        dailyCap: 100,
        flags: " --env test",
        launchAboveBytes: this.launchAboveBytes,
      },
      plans: async () => {
        await this.#lay(this.plans);
        return this.plans;
      },
      time: this.time,
    };
  }

  /** As the framework calls it, but for HTTP: what it asks for must be something. */
  async call<Value>(called: EventFunction<Value>, account: AccountName, event: CloudEvent) {
    const reading = called.read(event, PLACE);
    if (reading.kind !== "asks") throw new Error(`the event is ${reading.kind}: ${reading.reason}`);
    return called.work(this.as(account), reading.value);
  }

  /** As the lake has it, once plans are laid. */
  async drop(...given: Parameters<MemoryLake["upload"]>): ReturnType<MemoryLake["upload"]> {
    await this.#laid;
    return this.lake.upload(...given);
  }

  /** A producer's upload over whatever is there. */
  async upload(name: string, content: Partial<Content> = {}): Promise<ObjectMeta> {
    const { objects } = this.lake.tools(new Life(null));
    await this.#laid;
    const whole = { things: [], refusedBelow: 0, poisonBelow: 0, note: name, ...content };
    const generation = (await objects.stat(landingPath(name)))?.generation ?? "0";
    return objects.write(landingPath(name), { kind: "bytes", bytes: encodeContent(whole) }, { generation });
  }

  /** Seen from nowhere. */
  get store(): Objects {
    return this.lake.tools(new Life(null)).objects;
  }

  events(): string[] {
    return this.lines.map(({ event }) => event);
  }

  /** Lines that ask for a person, or tell of something odd. */
  troubles(): LogLine[] {
    return this.lines.filter(
      ({ severity }) => severity === "ERROR" || severity === "CRITICAL" || severity === "WARNING",
    );
  }
}

/** As Eventarc sends it: 64 bits are text. */
export function finalized(meta: ObjectMeta, change: Readonly<Record<string, unknown>> = {}): CloudEvent {
  const name = meta.name.slice(landingPath("").length);
  const data = {
    kind: "storage#object",
    id: `${LANDING}/${name}/${meta.generation}`,
    selfLink: `https://www.googleapis.com/storage/v1/b/${LANDING}/o/${encodeURIComponent(name)}`,
    name,
    bucket: LANDING,
    generation: meta.generation,
    metageneration: meta.metageneration,
    contentType: "application/octet-stream",
    timeCreated: meta.created,
    updated: meta.created,
    storageClass: "STANDARD",
    timeStorageClassUpdated: meta.created,
    size: meta.bytes,
    crc32c: meta.crc32c,
    etag: "CJ+1ww==",
    ...change,
  };
  const source = `//storage.googleapis.com/projects/_/buckets/${LANDING}`;
  return { id: "1", source, type: "google.cloud.storage.object.v1.finalized", data };
}

/** The content of a message that asks for work. */
export function nudge(dataset: string | null, resume?: Resume): object {
  return JSON.parse(nudgeText(dataset, resume)) as object;
}

/** A message of a topic; without content it is a tick. */
export function published(
  topic: Parameters<typeof topicPath>[1],
  content?: unknown,
  attributes: Readonly<Record<string, string>> = {},
): CloudEvent {
  const data = content === undefined ? "" : Buffer.from(JSON.stringify(content)).toString("base64");
  const messageId = "10001";
  const publishTime = "2026-03-10T08:00:00.000Z";
  return {
    id: messageId,
    source: `//pubsub.googleapis.com/${topicPath(PLACE, topic)}`,
    type: "google.cloud.pubsub.topic.v1.messagePublished",
    data: {
      message: { data, attributes, messageId, message_id: messageId, publishTime, publish_time: publishTime },
      subscription: "projects/test/subscriptions/eventarc-europe-west1-publish-sub-123",
    },
  };
}

/** Cloud Storage's notification of an object, without its payload. */
export function notified(bucketId: string, objectId: string, eventType = "OBJECT_FINALIZE"): CloudEvent {
  const notificationConfig = `projects/_/buckets/${bucketId}/notificationConfigs/1`;
  const more = { notificationConfig, payloadFormat: "NONE", objectGeneration: "1712345678901234" };
  return published("reported", undefined, { bucketId, objectId, eventType, ...more });
}
