import type { Target } from "../../../infra/functions/triggers.ts";
import type { Site } from "../../../infra/site.ts";
import type { Resource } from "../../fakes/pulumi/registry.ts";
import { callLines, functionLines, settingLines } from "./asked/functions.ts";
import type { Made } from "./asked/line.ts";
import { bucketLines, keyLines, placeLines } from "./asked/places.ts";
import { rowLines, tableLines, tagLines } from "./asked/tables.ts";
import { machineLines, objectiveLines, toldLines } from "./asked/watch.ts";

// What is asked for is held against where it comes from: triggers, contracts, settings. `PLACE: is A, not B`.

export function unkept(resources: Made, site: Site, targets: readonly Target[]): string[] {
  const made = resources.filter(({ isCustom }) => isCustom);
  const of = (type: string) => made.filter((one) => one.type.endsWith(`:${type}`));
  return [
    ...functionLines(of("Function"), site, targets),
    ...callLines(of("Job"), of("Notification"), site, targets),
    ...bucketLines(of("Bucket"), site),
    ...tableLines(of("Table"), of("PolicyTag"), resources, site),
    ...rowLines(of("RowAccessPolicy"), site),
    ...placeLines(made, site),
    ...keyLines(made, site),
    ...toldLines(of("AlertPolicy"), of("NotificationChannel"), site),
    ...machineLines(of("Instance")),
    ...settingLines(of("Function"), site),
    ...tagLines(of("PolicyTagIamMember"), made),
    ...objectiveLines(of("Slo"), of("Metric"), site),
    [
      "functions that do not wait for a first key",
      of("Function")
        .filter(isHasty)
        .map(({ name }) => name),
      [],
    ],
    [
      "plans elsewhere than under their hash",
      of("BucketObject")
        .filter(isStray)
        .map(({ name }) => name),
      [],
    ],
  ].flatMap(([place, asked, promised]) => {
    const [a, b] = [JSON.stringify(asked), JSON.stringify(promised)];
    return a === b ? [] : [`${place}: is ${a}, not ${b}`];
  });
}

function isHasty({ dependsOn }: Resource): boolean {
  return !dependsOn.some((urn) => urn.endsWith("::sendgrid-key-none"));
}

function isStray({ name, inputs }: Resource): boolean {
  return name.endsWith("-plan") && !/^([0-9a-f]{64}|dags\/plans\/\w+)\.json$/.test(String(inputs.name));
}
