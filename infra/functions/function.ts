import { cloudfunctionsv2, type storage } from "@pulumi/gcp";
import { type CustomResourceOptions, interpolate, type Output } from "@pulumi/pulumi";
import {
  type AccountName,
  entryPoint,
  functionName,
  MAIL_KEY_FILE,
  MAIL_KEY_FOLDER,
  mailKeySecret,
  type Zone,
} from "../../lakehouse/plan/cloud/names.ts";
import type { CloudSettings } from "../../lakehouse/plan/cloud/settings.ts";
import type { Trigger } from "../../lakehouse/plan/cloud/trigger.ts";
import { labelsOf, type Site } from "../site.ts";
import type { Topics } from "./topics.ts";
import type { Target } from "./triggers.ts";

const RUNTIME = "nodejs24";

export interface Deployed {
  readonly emailOf: (account: AccountName) => Output<string>;
  readonly topics: Topics;
  /** Of the events that a function hears. */
  readonly zones: Readonly<Record<Zone, storage.Bucket>>;
  readonly archive: storage.BucketObject;
  /** Of functions and templates, where the build leaves the image. */
  readonly images: Output<string>;
  readonly settings: CloudSettings;
}

export function makeFunction(
  site: Site,
  { target, trigger }: Target,
  deployed: Deployed,
  options: CustomResourceOptions,
): cloudfunctionsv2.Function {
  const { environment } = site;
  const { archive, images, settings, emailOf } = deployed;
  return new cloudfunctionsv2.Function(
    target,
    {
      name: functionName(environment, target),
      location: environment.region,
      description: `Sluice: ${target}`,
      buildConfig: {
        runtime: RUNTIME,
        entryPoint: entryPoint(target),
        source: {
          storageSource: { bucket: archive.bucket, object: archive.name, generation: archive.generation },
        },
        serviceAccount: interpolate`projects/${environment.project}/serviceAccounts/${emailOf("build")}`,
        dockerRepository: images,
      },
      serviceConfig: {
        serviceAccountEmail: emailOf(trigger.account),
        availableMemory: `${trigger.memoryMiB}Mi`,
        availableCpu: String(trigger.cpu),
        timeoutSeconds: trigger.timeoutSeconds,
        maxInstanceRequestConcurrency: trigger.concurrency,
        minInstanceCount: trigger.minInstances,
        maxInstanceCount: Math.min(trigger.maxInstances, site.settings.maxInstances),
        // Who calls is checked in any case; events and ticks come from Google's own network.
        ingressSettings: trigger.kind === "http" ? "ALLOW_ALL" : "ALLOW_INTERNAL_ONLY",
        allTrafficOnLatestRevision: true,
        environmentVariables: { SLUICE_SETTINGS: JSON.stringify(settings) },
        ...(trigger.account === "mail" && { secretVolumes: [mailKeyVolume(site)] }),
      },
      ...(trigger.kind !== "http" && { eventTrigger: eventTrigger(site, trigger, deployed) }),
      labels: labelsOf(site),
    },
    options,
  );
}

function mailKeyVolume({ environment }: Site) {
  return {
    mountPath: MAIL_KEY_FOLDER,
    projectId: environment.project,
    secret: mailKeySecret(environment),
    versions: [{ version: "latest", path: MAIL_KEY_FILE }],
  };
}

function eventTrigger(
  { environment }: Site,
  trigger: Exclude<Trigger, { kind: "http" }>,
  { emailOf, topics, zones }: Deployed,
) {
  const common = {
    triggerRegion: environment.region,
    // Off by default, and then what fails is lost.
    retryPolicy: "RETRY_POLICY_RETRY",
    serviceAccountEmail: emailOf("trigger"),
  };
  if (trigger.kind === "topic") {
    const eventType = "google.cloud.pubsub.topic.v1.messagePublished";
    return { ...common, eventType, pubsubTopic: topics[trigger.topic].id };
  }
  const { name: value } = zones[trigger.zone];
  return { ...common, eventType: trigger.eventType, eventFilters: [{ attribute: "bucket", value }] };
}
