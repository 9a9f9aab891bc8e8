import { functionUrl } from "../plan/cloud/names.ts";
import type { CloudSettings } from "../plan/cloud/settings.ts";
import type { Stack } from "../plan/cloud/stack/read.ts";
import type { FunctionCaller } from "../ports.ts";
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
export function openToLook({ environment, endpoints }: Stack): Promise<Cloud> {
  const { functions: _functions, ...services } = endpoints;
  const settings: CloudSettings = {
    format: "sluice/settings/1",
    environment,
    endpoints: services,
    jobs: null,
    // Nothing is split, sent or launched.
    launchAboveBytes: 0,
    leaseSeconds: 1,
    dailyCap: 1,
    from: { email: "nobody@example.com", name: "nobody" },
    mailKeyFile: "none",
  };
  return openCloud(settings, { function: "sluice" });
}
