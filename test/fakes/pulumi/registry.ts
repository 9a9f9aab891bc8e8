/** A resource as a program asked for it. */
export interface Resource {
  readonly urn: string;
  /** `gcp:storage/bucket:Bucket` */
  readonly type: string;
  readonly name: string;
  /** False: a component, which no provider makes. */
  readonly isCustom: boolean;
  /** Unknown values are `UNKNOWN`. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Paths of inputs that are kept secret. */
  readonly secrets: readonly string[];
  /** URNs. */
  readonly parent: string;
  readonly dependsOn: readonly string[];
  /** `URN::ID` */
  readonly provider: string;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly deleteBeforeReplace: boolean;
  readonly ignoreChanges: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
}

/** `urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME`, as Pulumi makes them. */
export function urnOf(
  { stack, project }: { readonly stack: string; readonly project: string },
  { type, name, parent }: Pick<Resource, "type" | "name" | "parent">,
): string {
  const parentType = parent.split("::")[2] ?? "";
  const types = parentType === "" || parentType === "pulumi:pulumi:Stack" ? type : `${parentType}$${type}`;
  return `urn:pulumi:${stack}::${project}::${types}::${name}`;
}
