import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { LiveTable } from "../../fakes/pulumi/computed/asked.ts";
import { computedIn } from "../../fakes/pulumi/computed.ts";
import { type Ran, runProgram } from "../../fakes/pulumi/run.ts";
import { projectFolder } from "../../layout/tree.ts";

export interface StackRun {
  /** Folder with `Pulumi.NAME.yaml` and `contracts/`; the checkout unless told. */
  readonly folder?: string;
  readonly stack: string;
  readonly isPreview: boolean;
  /** Settings that Pulumi has from elsewhere. */
  readonly config?: Readonly<Record<string, string>>;
  /** Of BigQuery, from an earlier run. */
  readonly tables?: readonly LiveTable[];
}

const VARIANT = "test/infra/program/variant";

/** The whole program as `pulumi up` runs it, over an engine and services that refuse what they would refuse. */
export function runStack({
  folder = projectFolder,
  stack,
  isPreview,
  config = {},
  tables = [],
}: StackRun): Promise<Ran> {
  const written = configOf(join(folder, `Pulumi.${stack}.yaml`));
  const project = written["gcp:project"] ?? "none";
  const region = written["gcp:region"] ?? "europe-west1";
  return runProgram({
    project: "sluice",
    stack,
    folder: projectFolder,
    main: folder === projectFolder ? "infra" : VARIANT,
    config: { ...written, ...config },
    isPreview,
    env: { SLUICE_VARIANT: folder },
    ...computedIn({ project, region, projectNumber: "123456789012", tables }),
  });
}

/** As Pulumi hands it to a program: texts, and structured values as JSON. */
function configOf(file: string): Record<string, string> {
  const { config } = parse(readFileSync(file, "utf8")) as { readonly config: Readonly<Record<string, unknown>> };
  const texts = Object.entries(config).map(([key, value]) => {
    const text = typeof value === "object" ? JSON.stringify(value) : String(value);
    return [key.replace(/^gcp:config:/, "gcp:"), text] as const;
  });
  return Object.fromEntries(texts);
}
