import type { Target } from "../../../../infra/functions/triggers.ts";
import type { Site } from "../../../../infra/site.ts";
import { accountEmail, functionOf, topicPath } from "../../../../lakehouse/plan/cloud/names.ts";
import { readSettings } from "../../../../lakehouse/plan/cloud/settings.ts";
import { at, type Line, type Made, type Values } from "./line.ts";

export function functionLines(functions: Made, { environment, settings }: Site, targets: readonly Target[]): Line[] {
  return targets.flatMap(({ target, trigger }): Line[] => {
    const inputs = functions.find(({ name }) => name === target)?.inputs;
    const service = at(inputs, "serviceConfig") as Values;
    const read = readSettings(at(service, "environmentVariables.SLUICE_SETTINGS") as string);
    const volume = at(service, "secretVolumes.0");
    const mounted = volume ? `${at(volume, "mountPath")}/${at(volume, "versions.0.path")}` : null;
    return [
      [`${target} entry`, functionOf(String(at(inputs, "buildConfig.entryPoint"))), target],
      [`${target} entry has no hyphen`, String(at(inputs, "buildConfig.entryPoint")).includes("-"), false],
      [`${target} account`, service.serviceAccountEmail, accountEmail(environment, trigger.account)],
      [`${target} memory`, service.availableMemory, `${trigger.memoryMiB}Mi`],
      [`${target} cpu`, service.availableCpu, String(trigger.cpu)],
      [`${target} time`, service.timeoutSeconds, trigger.timeoutSeconds],
      [`${target} requests`, service.maxInstanceRequestConcurrency, trigger.concurrency],
      [
        `${target} instances`,
        [service.minInstanceCount, service.maxInstanceCount],
        [trigger.minInstances, Math.min(trigger.maxInstances, settings.maxInstances)],
      ],
      [`${target} ingress`, service.ingressSettings, trigger.kind === "http" ? "ALLOW_ALL" : "ALLOW_INTERNAL_ONLY"],
      [
        `${target} mail key`,
        mounted,
        "settings" in read && trigger.account === "mail" ? read.settings.mailKeyFile : null,
      ],
      [
        `${target} topic`,
        at(inputs, "eventTrigger.pubsubTopic") ?? null,
        trigger.kind === "topic" ? topicPath(environment, trigger.topic) : null,
      ],
      [
        `${target} bucket`,
        at(inputs, "eventTrigger.eventFilters.0.value") ?? null,
        trigger.kind === "event" ? `${environment.project}-${environment.id}-${trigger.zone}` : null,
      ],
    ];
  });
}

export function callLines(ticks: Made, notifications: Made, { environment }: Site, targets: readonly Target[]): Line[] {
  const scheduled = targets.flatMap(({ trigger }) =>
    trigger.kind === "topic" && trigger.schedule
      ? [[trigger.schedule, "Etc/UTC", topicPath(environment, trigger.topic), "{}"]]
      : [],
  );
  const asked = ticks.map(({ inputs }) => [
    inputs.schedule,
    inputs.timeZone,
    at(inputs, "pubsubTarget.topicName"),
    Buffer.from(String(at(inputs, "pubsubTarget.data")), "base64").toString(),
  ]);
  return [
    ["ticks", asked.map(String).sort(), scheduled.map(String).sort()],
    [
      "notifications",
      notifications.map(({ inputs }) => [
        inputs.bucket,
        String(inputs.topic).replace(/^\/+pubsub.googleapis.com\//, ""),
        inputs.eventTypes,
      ]),
      [[`${environment.project}-${environment.id}-ledger`, topicPath(environment, "reported"), ["OBJECT_FINALIZE"]]],
    ],
  ];
}

export function settingLines(functions: Made, { environment, settings, endpoints }: Site): Line[] {
  return functions.flatMap(({ name, inputs }): Line[] => {
    const read = readSettings(at(inputs, "serviceConfig.environmentVariables.SLUICE_SETTINGS") as string);
    if (!("settings" in read)) return [[`${name} settings`, read.problems, []]];
    const { launchAboveBytes, dailyCap, from, jobs, endpoints: told } = read.settings;
    return [
      [
        `${name} environment`,
        Object.entries(read.settings.environment).sort().join(),
        Object.entries(environment).sort().join(),
      ],
      [`${name} launches above`, launchAboveBytes, settings.launchAboveMb * 1e6],
      [`${name} mails`, [dailyCap, from.email], [settings.mailsPerDay, settings.mailFrom]],
      [
        `${name} launched by`,
        jobs?.launchedBy ?? null,
        settings.image === null ? null : settings.orchestrator === "functions" ? "functions" : "dag",
      ],
      [`${name} endpoints`, Object.keys(told).length, Object.keys(endpoints).length],
    ];
  });
}
