import { type cloudfunctionsv2, cloudrunv2, cloudscheduler, pubsub, secretmanager, storage } from "@pulumi/gcp";
import { asset, type ComponentResourceOptions, type Resource } from "@pulumi/pulumi";
import { type AccountName, archivePath, type TopicName, tickName } from "../lakehouse/plan/cloud/names.ts";
import type { CloudSettings } from "../lakehouse/plan/cloud/settings.ts";
import { Component } from "./component.ts";
import type { Archive } from "./functions/archive.ts";
import { makeFunction } from "./functions/function.ts";
import { type MailKey, makeMailKey } from "./functions/mail-key.ts";
import { makeTopics, type Topics } from "./functions/topics.ts";
import type { Target } from "./functions/triggers.ts";
import { grantsOn } from "./grants.ts";
import type { Lake } from "./lake.ts";
import type { Platform } from "./platform.ts";
import type { Site } from "./site.ts";

export interface FunctionsParts {
  readonly platform: Platform;
  readonly lake: Lake;
  readonly targets: readonly Target[];
  readonly archive: Archive;
  readonly settings: CloudSettings;
  /** Plans, which functions read and may not write. */
  readonly catalog: readonly Resource[];
}

/** What a tick says: nothing, which asks for everything. */
const TICK = Buffer.from("{}").toString("base64");

/** What reacts: functions, their topics and ticks, and what tells them of objects. */
export class Functions extends Component {
  readonly #site: Site;
  readonly #parts: FunctionsParts;
  readonly #topics: Topics;
  readonly #mailKey: MailKey;
  readonly deployed: readonly cloudfunctionsv2.Function[];

  constructor(name: string, site: Site, parts: FunctionsParts, options: ComponentResourceOptions) {
    super("Functions", name, site, options);
    this.#site = site;
    this.#parts = parts;
    const key = parts.platform.keys?.lake ?? null;
    this.#topics = makeTopics(site, key, this.within);
    this.#mailKey = makeMailKey(site, key, this.kept);
    const granted = [...this.#grantTopics(), ...this.#grantMailKey()];
    this.#tellOfReports(granted);
    this.deployed = this.#deploy(granted);
    this.#tick();
    this.registerOutputs({});
  }

  #grantTopics(): Resource[] {
    return Object.entries(this.#topics).flatMap(([topic, { name: on }]) =>
      grantsOn(this.#site, this.#parts.platform.memberOf, (right) => right.on === "topic" && right.topic === topic).map(
        ({ name, grant }) => new pubsub.TopicIAMMember(name, { topic: on, ...grant }, this.within),
      ),
    );
  }

  #grantMailKey(): Resource[] {
    const { secretId } = this.#mailKey.secret;
    return grantsOn(this.#site, this.#parts.platform.memberOf, ({ on }) => on === "secret").map(
      ({ name, grant }) => new secretmanager.SecretIamMember(name, { secretId, ...grant }, this.within),
    );
  }

  /** Of every object of the ledger: a bucket takes ten notifications at most, too few for a prefix a dataset. */
  #tellOfReports(granted: readonly Resource[]): void {
    new storage.Notification(
      "ledger-reports",
      {
        bucket: this.#parts.lake.zones.ledger.name,
        topic: this.#topics.reported.id,
        eventTypes: ["OBJECT_FINALIZE"],
        payloadFormat: "JSON_API_V1",
      },
      this.after(...granted),
    );
  }

  /** Once all who work for them may: Google refuses events to a function whose agents are not there yet. */
  #deploy(granted: readonly Resource[]): cloudfunctionsv2.Function[] {
    const { platform, lake, targets, archive, settings, catalog } = this.#parts;
    const source = new storage.BucketObject(
      "functions-archive",
      {
        bucket: lake.zones.templates.name,
        name: archivePath(archive.name).replace(/^templates\//, ""),
        source: new asset.FileAsset(archive.file),
        contentType: "application/zip",
      },
      this.within,
    );
    const needed = [
      ...granted,
      ...platform.granted("build", "trigger", "storage"),
      ...platform.agent("eventarc").made,
      ...platform.agent("pubsub").made,
      this.#mailKey.first,
      ...catalog,
    ];
    const deployed = {
      archive: source,
      images: platform.images.id,
      settings,
      emailOf: (account: AccountName) => platform.emailOf(account),
      topics: this.#topics,
      zones: lake.zones,
    };
    return targets.map((one) => {
      const made = makeFunction(this.#site, one, deployed, this.after(...needed));
      this.#grantCalls(one, made);
      return made;
    });
  }

  #grantCalls({ target, trigger }: Target, { name: service, location }: cloudfunctionsv2.Function): void {
    const grants = grantsOn(this.#site, this.#parts.platform.memberOf, (right) =>
      right.on === "function" ? right.target === target : right.on === "events" && trigger.kind !== "http",
    );
    for (const { name, right, grant } of grants) {
      const logicalName = right.on === "events" ? `${target}-${name}` : name;
      // A function is a service of Cloud Run, of the same name.
      new cloudrunv2.ServiceIamMember(logicalName, { name: service, location, ...grant }, this.within);
    }
  }

  #tick(): void {
    const { environment } = this.#site;
    const ticks = this.#parts.targets.flatMap(({ trigger }) =>
      trigger.kind === "topic" && trigger.schedule !== undefined ? [[trigger.topic, trigger.schedule] as const] : [],
    );
    for (const [topic, schedule] of ticks) {
      new cloudscheduler.Job(
        `tick-${topic}`,
        {
          name: tickName(environment, topic),
          region: environment.region,
          schedule,
          timeZone: "Etc/UTC",
          description: `Ticks on ${topic}`,
          pubsubTarget: { topicName: this.#topics[topic satisfies TopicName].id, data: TICK },
        },
        this.within,
      );
    }
  }
}
