import { datacatalog } from "@pulumi/gcp";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import { LEVELS, type Level } from "../../lakehouse/contract/field.ts";
import { networkName } from "../../lakehouse/plan/cloud/names.ts";
import type { Site } from "../site.ts";

export type PolicyTags = Readonly<Record<Level, datacatalog.PolicyTag>>;

/** Who may read a table reads its tagged columns only with the tag's own right. One taxonomy an environment: a project has few. */
export function makePolicyTags({ environment }: Site, options: CustomResourceOptions): PolicyTags {
  const taxonomy = new datacatalog.Taxonomy(
    "classification",
    {
      displayName: networkName(environment),
      // In BigQuery's own place, else its tables do not find it.
      region: environment.location.toLowerCase(),
      description: "How contracts classify columns",
      activatedPolicyTypes: ["FINE_GRAINED_ACCESS_CONTROL"],
    },
    options,
  );
  const tags = LEVELS.map((level) => {
    const described = { taxonomy: taxonomy.id, displayName: level, description: `Columns classified as ${level}` };
    return [level, new datacatalog.PolicyTag(`tag-${level}`, described, options)] as const;
  });
  return Object.fromEntries(tags) as PolicyTags;
}
