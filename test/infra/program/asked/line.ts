import type { Resource } from "../../../fakes/pulumi/registry.ts";

export type Values = Readonly<Record<string, unknown>>;
/** What is asked for, and what triggers, contracts or settings promise. */
export type Line = readonly [place: string, asked: unknown, promised: unknown];

export type Made = readonly Resource[];

/** `serviceConfig.secretVolumes.0` of an input. */
export function at(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((part, name) => (part as Values | undefined)?.[name], value);
}
