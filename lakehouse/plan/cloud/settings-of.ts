import { type CloudEnvironment, MAIL_KEY_FILE, MAIL_KEY_FOLDER, subnetPath } from "./names.ts";
import { type CloudSettings, CloudSettingsSchema } from "./settings.ts";
import type { Settings } from "./stack/read.ts";

/** A worker that has not renewed its claim for so long is taken for dead; a function may be stopped for seconds. */
const LEASE_SECONDS = 60;

/**
 * What deployed functions are told of an environment. `spec` is the object name of the container spec; null: there is no
 * image yet, so that large drops wait.
 */
export function settingsOf(
  environment: CloudEnvironment,
  settings: Settings,
  { spec, endpoints }: { readonly spec: string | null; readonly endpoints: CloudSettings["endpoints"] },
): CloudSettings {
  const { launchAboveMb, mailsPerDay, mailFrom, alertsTo } = settings;
  return CloudSettingsSchema.parse({
    format: "sluice/settings/1",
    environment,
    launchAboveBytes: launchAboveMb * 1_000_000,
    leaseSeconds: LEASE_SECONDS,
    dailyCap: mailsPerDay,
    from: { email: mailFrom, name: `Sluice (${environment.id})` },
    alertsTo: [...alertsTo],
    mailKeyFile: `${MAIL_KEY_FOLDER}/${MAIL_KEY_FILE}`,
    jobs: spec === null ? null : jobsOf(environment, settings, spec),
    endpoints,
  });
}

function jobsOf(environment: CloudEnvironment, settings: Settings, spec: string): NonNullable<CloudSettings["jobs"]> {
  return { spec, ...standingOf(environment, settings) };
}

/** What every Dataflow job of an environment shares. */
export function standingOf(environment: CloudEnvironment, { orchestrator, workers, fleet, labels }: Settings) {
  return {
    subnetwork: subnetPath(environment),
    launchedBy: orchestrator === "functions" ? "functions" : "dag",
    fleet: { most: workers, workers: fleet },
    labels: { ...labels },
  } as const;
}
