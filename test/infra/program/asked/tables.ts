import { holdersOf } from "../../../../infra/dataset/access.ts";
import type { Site } from "../../../../infra/site.ts";
import { accountEmail } from "../../../../lakehouse/plan/cloud/names.ts";
import { at, type Line, type Made, type Values } from "./line.ts";

/** Which columns are guarded, by level. */
export function tableLines(tables: Made, tags: Made, all: Made, { plans, settings }: Site): Line[] {
  const levelOf = (tag: string) =>
    tags
      .find(({ inputs }) => tag.startsWith(String(inputs.taxonomy)) && tag === tagName(inputs, all))
      ?.name.replace("tag-", "");
  return plans.flatMap(({ dataset, warehouse: { bigquery } }): Line[] =>
    tables
      .filter(({ name }) => name === dataset || name === `${dataset}-good`)
      .flatMap(({ name, inputs, protect }): Line[] => {
        const schema = JSON.parse(String(at(inputs, "schema") ?? at(inputs, "externalDataConfiguration.schema")));
        const guarded = bigquery.classified.map(({ path, level }) => `${path.join(".")} ${level}`).sort();
        const found = taggedPaths(schema, "")
          .map(([path, tag]) => `${path} ${levelOf(tag) ?? tag}`)
          .sort();
        const partitioning = at(inputs, "timePartitioning");
        return [
          [`${name} classified`, found, guarded],
          ...(name === dataset
            ? ([
                [`${name} protected`, protect, settings.protect],
                [`${name} filter`, inputs.requirePartitionFilter, bigquery.requirePartitionFilter],
                [`${name} clusters`, inputs.clusterings ?? [], bigquery.clustering],
                [
                  `${name} expiry`,
                  String(at(partitioning, "expirationMs") ?? null),
                  String(bigquery.timePartitioning.expirationMs),
                ],
              ] as Line[])
            : ([
                [
                  `${name} files`,
                  [
                    String(at(inputs, "externalDataConfiguration.sourceUris.0")).endsWith(
                      `-committed/${dataset}/*.txt`,
                    ),
                    at(inputs, "externalDataConfiguration.fileSetSpecType"),
                  ],
                  [true, "FILE_SET_SPEC_TYPE_NEW_LINE_DELIMITED_MANIFEST"],
                ],
              ] as Line[])),
        ];
      }),
  );
}

/** A tag's name is told by who was granted to read it: names are known only once they are made. */
function tagName(tag: Values, all: Made): unknown {
  const level = String(tag.displayName);
  return all.find(({ name }) => name.startsWith(`${level}-policyTags-`))?.inputs.policyTag;
}

function taggedPaths(fields: readonly Values[], above: string): [string, string][] {
  return fields.flatMap((field) => {
    const path = `${above}${field.name}`;
    const own = ((at(field, "policyTags.names") ?? []) as string[]).map((tag): [string, string] => [path, tag]);
    return [...own, ...taggedPaths((field.fields ?? []) as Values[], `${path}.`)];
  });
}

export function rowLines(policies: Made, site: Site): Line[] {
  const asked = policies.map(
    ({ inputs }) => `${inputs.tableId} ${inputs.filterPredicate} ${[...(inputs.grantees as string[])].sort()}`,
  );
  const promised = site.plans.flatMap((plan) => {
    const readers = holdersOf({ site, plan }).filter(({ rights }) => rights.some(({ on }) => on === "table"));
    if (readers.every(({ role }) => role.rows === null)) return [];
    const publisher = `serviceAccount:${accountEmail(site.environment, "publish")}`;
    const rows = Map.groupBy(readers, ({ role }) => role.rows ?? "TRUE");
    rows.set("TRUE", [...(rows.get("TRUE") ?? [])]);
    const { table } = plan.warehouse;
    return [...rows].flatMap(([predicate, who]) => {
      const members = [...who.map(({ member }) => member), ...(predicate === "TRUE" ? [publisher] : [])].sort();
      return [table, `${table}_good`].map((name) => `${name} ${predicate} ${members}`);
    });
  });
  return [["row policies", asked.sort(), promised.sort()]];
}

/** A reader of a level has the tag of that level. */
export function tagLines(members: Made, all: Made): Line[] {
  return members.flatMap(({ name, inputs }): Line[] => {
    const level = /-(confidential|restricted)$/.exec(name)?.[1];
    return level ? [[name, inputs.policyTag, tagName({ displayName: level }, all)]] : [];
  });
}
