import { artifactregistry } from "@pulumi/gcp";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import { repositoryId } from "../../lakehouse/plan/cloud/names.ts";
import { labelsOf, type Site } from "../site.ts";
import type { Key } from "./keys.ts";

const DAY_SECONDS = 86_400;

/** Of templates and functions. */
export function makeImages(site: Site, key: Key | null, options: CustomResourceOptions): artifactregistry.Repository {
  return new artifactregistry.Repository(
    "images",
    {
      repositoryId: repositoryId(site.environment),
      location: site.environment.region,
      format: "DOCKER",
      description: "Images of Dataflow templates and functions",
      dockerConfig: { immutableTags: false },
      cleanupPolicies: [
        { id: "keep-newest", action: "KEEP", mostRecentVersions: { keepCount: 10 } },
        // Of a template's image each has a tag, so that specs of any age find theirs.
        {
          id: "drop-untagged",
          action: "DELETE",
          condition: { tagState: "UNTAGGED", olderThan: `${30 * DAY_SECONDS}s` },
        },
      ],
      ...(key && { kmsKeyName: key.id }),
      labels: labelsOf(site),
    },
    { ...options, ...(key && { dependsOn: [...key.granted] }) },
  );
}
