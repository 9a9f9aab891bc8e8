import { storage } from "@pulumi/gcp";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { Zone } from "../../lakehouse/plan/cloud/names.ts";
import type { TablePlace } from "./tables.ts";

/** Zones in which a dataset has a folder with access of its own. */
export const FOLDER_ZONES = ["landing", "staging", "quarantine", "committed"] as const satisfies readonly Zone[];
export type FolderZone = (typeof FOLDER_ZONES)[number];

/** A dataset whose landing pattern begins with no folder has none there: nobody is given the right to upload. */
export type Folders = ReadonlyMap<FolderZone, storage.ManagedFolder>;

export function makeFolders({ site, plan, lake }: TablePlace, options: CustomResourceOptions): Folders {
  const names = FOLDER_ZONES.map(
    (zone) => [zone, zone === "landing" ? (plan.landing?.folder ?? null) : `${plan.dataset}/`] as const,
  );
  return new Map(
    names.flatMap(([zone, name]) => {
      if (name === null) return [];
      const forceDestroy = !site.settings.protect;
      const folder = { bucket: lake.zones[zone].name, name, forceDestroy };
      return [[zone, new storage.ManagedFolder(`${plan.dataset}-${zone}`, folder, options)] as const];
    }),
  );
}
