import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../adapters/clock.ts";
import { functionUrl, lakeRoot } from "../plan/cloud/names.ts";
import type { CloudSettings } from "../plan/cloud/settings.ts";
import { functionEndpoints, type Stack } from "../plan/cloud/stack/read.ts";
import type { Builder, Clock, FunctionCaller } from "../ports.ts";
import { type Cloud, openCloud } from "./cloud.ts";

/** An environment's functions, called as the person at this machine. */
export async function openFunctions(
  { environment, endpoints }: Stack,
  env: Readonly<Record<string, string | undefined>>,
): Promise<FunctionCaller> {
  const { createFunctionCaller } = await import("../adapters/function-caller.ts");
  const { identityToken } = await import("../adapters/identity.ts");
  const { functions } = endpoints;
  const urlOf = (target: string) =>
    functions === undefined ? functionUrl(environment, target) : `${functions}/${target}`;
  return createFunctionCaller({ urlOf, identity: (audience) => identityToken(audience, { env }) });
}

/** The same lake as the functions have, to look at with what rights this person has. */
export function openToLook(stack: Stack): Promise<Cloud> {
  const settings: CloudSettings = {
    format: "sluice/settings/1",
    environment: stack.environment,
    endpoints: functionEndpoints(stack),
    jobs: null,
    alertsTo: [],
    // Nothing is split, sent or launched.
    launchAboveBytes: 0,
    leaseSeconds: 1,
    dailyCap: 1,
    from: { email: "nobody@example.com", name: "nobody" },
    mailKeyFile: "none",
  };
  return openCloud(settings, { function: "sluice" });
}

/** What builds an environment's images, as the person at this machine. */
export async function openBuilder({ environment, endpoints }: Stack): Promise<{
  readonly builder: Builder;
  readonly clock: Clock;
}> {
  const { createCloudBuilder } = await import("../adapters/cloudbuild.ts");
  const { createGcsObjects } = await import("../adapters/gcs.ts");
  const objects = createGcsObjects({
    lake: lakeRoot(environment),
    endpoint: endpoints.storage,
    // For local copies, of which none is made.
    scratch: join(tmpdir(), "sluice"),
  });
  return { builder: createCloudBuilder({ environment, objects, endpoints }), clock: systemClock };
}
