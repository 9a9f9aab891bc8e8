import { type Resource, urnOf } from "./registry.ts";

const AT = { stack: "dev", project: "sluice" };

/** A resource as a program might have asked for it: `gcp:storage/bucket:Bucket`, in a component, by a provider of ours. */
export function madeUp(type: string, inputs: Resource["inputs"], more: Partial<Resource> = {}): Resource {
  const name = more.name ?? "one";
  const parent = more.parent ?? "";
  return {
    urn: urnOf(AT, { type, name, parent }),
    type,
    name,
    isCustom: true,
    inputs,
    secrets: [],
    parent,
    dependsOn: [],
    provider: "urn:pulumi:dev::sluice::pulumi:providers:gcp::ours::1",
    protect: false,
    retainOnDelete: false,
    deleteBeforeReplace: false,
    ignoreChanges: [],
    additionalSecretOutputs: [],
    ...more,
  };
}
