import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Site } from "../../../../infra/site.ts";
import { projectFolder } from "../../../layout/tree.ts";
import { at, type Line, type Made } from "./line.ts";

export function toldLines(alerts: Made, channels: Made, { settings }: Site): Line[] {
  const addresses = [...new Set(settings.alertsTo)].sort();
  return [
    ["who hears", channels.map(({ inputs }) => at(inputs, "labels.email_address")).sort(), addresses],
    ...alerts.map(
      ({ name, inputs }): Line => [
        `${name} tells`,
        new Set(inputs.notificationChannels as string[]).size,
        addresses.length,
      ],
    ),
  ];
}

/** What start-up.sh asks its machine for. */
export function machineLines(machines: Made): Line[] {
  const script = readFileSync(join(projectFolder, "infra/orchestrator/airflow-vm/start-up.sh"), "utf8");
  const wanted = [...script.matchAll(/attribute (sluice-[a-z]+)/g)].map(([, name = ""]) => name);
  const device = /by-id\/google-(\S+)/.exec(script)?.[1];
  return machines.flatMap(({ name, inputs }): Line[] => [
    [`${name} attributes`, wanted.filter((one) => !at(inputs, `metadata.${one}`)), []],
    [`${name} disk`, at(inputs, "attachedDisks.0.deviceName"), device],
    [`${name} account`, /-airflow@/.test(String(at(inputs, "serviceAccount.email"))), true],
    [`${name} tags`, inputs.tags, ["airflow"]],
  ]);
}

export function objectiveLines(slos: Made, metrics: Made, { plans }: Site): Line[] {
  return slos.flatMap(({ name, inputs, dependsOn }): Line[] => {
    const plan = plans.find(({ dataset }) => name.startsWith(`${dataset}-`));
    const max = at(inputs, "requestBasedSli.distributionCut.range.max");
    return [
      [`${name} goal`, inputs.goal, 0.95],
      [`${name} range`, max ?? null, name.endsWith("-latency") ? (plan?.sla.latencyHours ?? 0) * 3_600 : null],
      [`${name} waits for metrics`, metrics.filter(({ urn }) => !dependsOn.includes(urn)).length, 0],
    ];
  });
}
