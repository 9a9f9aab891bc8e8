// What a whole lake holds beside log, entries and reports, and what a page only looks for.
import { isTerminal } from "../../../lakehouse/ledger/entry.ts";
import type { Publication } from "../../../lakehouse/ledger/publication.ts";
import {
  checkpointPath,
  committedPath,
  epochPath,
  markerPath,
  namePath,
  planPath,
  rawPath,
} from "../../../lakehouse/plan/names.ts";
import type { Plan } from "../../../lakehouse/plan/plan.ts";
import type { World, WorldDrop } from "./world.ts";

/** Objects by name; texts are their content as it is. */
export type Contents = ReadonlyMap<string, object | string>;

export function restOf(world: Pick<World, "dataset" | "drops" | "log" | "plan">, plan: Plan): Contents {
  const { dataset, drops, log } = world;
  return new Map<string, object | string>([
    [planPath(world.plan), plan],
    [epochPath(dataset), { format: "sluice/epoch/1", epoch: "0123abcd" }],
    [checkpointPath(dataset), checkpointOf(dataset, log)],
    ...log.map(({ number, drops: those }) => [committedPath(dataset, number), filesOf(those, log)] as const),
    ...drops.flatMap((drop) => namesOf(dataset, drop)),
    ...drops.flatMap((drop) => besides(dataset, drop)),
  ]);
}

function checkpointOf(dataset: string, log: readonly Publication[]): object {
  const rows = { loaded: 0, duplicates: 0, updated: 0, replaced: 0 };
  const last = log.at(-1)?.number ?? 0;
  const rest = { lastPartition: null, rows, drops: 0, lagSeconds: null, committed: null };
  return { format: "sluice/checkpoint/1", dataset, publication: last, ...rest };
}

function filesOf(drops: Publication["drops"], log: readonly Publication[]): string {
  const gone = log.flatMap(({ decision }) => decision?.formerDrops ?? []);
  const live = drops.filter(({ key }) => !gone.includes(key));
  return live.map(({ files }) => files.map(({ uri }) => `${uri}\n`).join("")).join("");
}

/** In the order of arrival the last one stands. */
function namesOf(dataset: string, { entry, name }: WorldDrop): [string, object][] {
  if (entry.state !== "COMMITTED" || entry.origin) return [];
  const { key, arrived, generation, bytes, crc32c, arrivalDay } = entry.drop;
  const drop = { name, key, arrived, generation, bytes, crc32c, arrivalDay };
  return [
    [namePath(dataset, name), { format: "sluice/name/1", ...drop, replays: [], partitions: [], publications: [] }],
  ];
}

function besides(dataset: string, { entry, report, key, day }: WorldDrop): [string, string][] {
  const marks = isTerminal(entry.state) ? [] : [markerPath(dataset, "open", day, key, 1)];
  if (entry.state === "READY") marks.push(markerPath(dataset, "ready", day, key, 1));
  const files = report
    ? [
        rawPath(dataset, day, key),
        ...Object.values(report.files)
          .flat()
          .map(({ uri }) => uri),
      ]
    : [];
  return [...marks, ...files].map((name) => [name, ""]);
}
