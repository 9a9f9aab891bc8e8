import { pubsub } from "@pulumi/gcp";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import { TOPICS, type TopicName, topicName } from "../../lakehouse/plan/cloud/names.ts";
import type { Key } from "../platform/keys.ts";
import { labelsOf, type Site } from "../site.ts";

export type Topics = Readonly<Record<TopicName, pubsub.Topic>>;

/** What is on them are hints: the reconciler does what a lost one asked for. */
export function makeTopics(site: Site, key: Key | null, options: CustomResourceOptions): Topics {
  const topics = TOPICS.map((topic) => {
    const made = new pubsub.Topic(
      `topic-${topic}`,
      {
        name: topicName(site.environment, topic),
        // A message says the name of a dataset or of an object: not even that leaves the region.
        messageStoragePolicy: { allowedPersistenceRegions: [site.environment.region] },
        ...(key && { kmsKeyName: key.id }),
        labels: labelsOf(site),
      },
      { ...options, ...(key && { dependsOn: [...key.granted] }) },
    );
    return [topic, made] as const;
  });
  return Object.fromEntries(topics) as Topics;
}
