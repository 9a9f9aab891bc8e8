import { shortType, textsIn, valuesAt } from "../look.ts";
import { type Guarded, type Rule, UNKNOWN } from "../rule.ts";

/** Accounts that Google makes by itself; of old they may edit the whole project. */
const DEFAULT = /(?:^|[:/])(?:\d+-compute@developer|[^@\s]+@appspot|\d+@cloudbuild)\.gserviceaccount\.com$/;

/** Where a class that runs something names who it runs as; each of the paths whose first part is there must say one. */
const RUNS_AS: Readonly<Record<string, readonly string[]>> = {
  "bigquery.DataTransferConfig": ["serviceAccountName"],
  "cloudbuild.Trigger": ["serviceAccount"],
  "cloudfunctionsv2.Function": ["buildConfig.serviceAccount", "serviceConfig.serviceAccountEmail"],
  "cloudrunv2.Job": ["template.template.serviceAccount"],
  "cloudrunv2.Service": ["template.serviceAccount"],
  "cloudrunv2.WorkerPool": ["template.serviceAccount"],
  "composer.Environment": ["config.nodeConfig.serviceAccount"],
  "compute.Instance": ["serviceAccount.email"],
  "compute.InstanceTemplate": ["serviceAccount.email"],
  "compute.RegionInstanceTemplate": ["serviceAccount.email"],
  "dataflow.FlexTemplateJob": ["serviceAccountEmail"],
  "dataflow.Job": ["serviceAccountEmail"],
  "dataflow.Pipeline": ["schedulerServiceAccountEmail"],
  "eventarc.Trigger": ["serviceAccount"],
  "workbench.Instance": ["gceSetup.serviceAccounts.email"],
  "workflows.Workflow": ["serviceAccount"],
};

/** The same where the input that asks for it is there at all. */
const CALLS_AS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "cloudfunctionsv2.Function": { eventTrigger: ["serviceAccountEmail"] },
  "cloudscheduler.Job": { httpTarget: ["oidcToken.serviceAccountEmail", "oauthToken.serviceAccountEmail"] },
  "pubsub.Subscription": { pushConfig: ["oidcToken.serviceAccountEmail"] },
};

export const noDefaultAccounts: Rule = {
  name: "no-default-accounts",
  description: "Whatever runs or calls names an account of its own task; Google's default accounts are used nowhere.",
  check: (resource) => [...defaultsIn(resource), ...unnamedIn(resource)],
};

function defaultsIn({ inputs }: Guarded): string[] {
  return textsIn(inputs)
    .filter(([path, text]) => DEFAULT.test(text) || (text === "default" && /serviceAccounts?\b.*email$/.test(path)))
    .map(([path, account]) => `${path}: ${account} is nobody's in particular → name an account of Sluice`);
}

function unnamedIn({ type, inputs }: Guarded): string[] {
  const short = shortType(type);
  const runs = (RUNS_AS[short] ?? []).filter((path) => !isSaid(inputs, path));
  const calls = Object.entries(CALLS_AS[short] ?? {})
    .filter(([input, paths]) =>
      valuesAt(inputs, input).some((one) => one !== UNKNOWN && !paths.some((path) => isSaid(one, path))),
    )
    .map(([input, [path]]) => `${input}.${path}`);
  return [...runs, ...calls].map((path) => `${path}: is missing, so a default account would do it → name one`);
}

function isSaid(inputs: unknown, path: string): boolean {
  return valuesAt(inputs, path).some((value) => value !== "");
}
