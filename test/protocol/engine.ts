import type { Engine } from "../../lakehouse/engine/engine.ts";
import type { DropResult, RefusedDrop, SplitDrop } from "../../lakehouse/engine/result.ts";
import { type Division, decodeContent, divide, encodeContent, versionOf } from "./content.ts";

/** The whole process died, by what it split. */
export class Died extends Error {
  override readonly name = "Died";
}

const times = { preflight: 0, split: 0, checks: 0, total: 0 };

/** Splits contents as the engine splits Parquet, from and into one worker's local files. Nothing but the split itself is made up. */
export function createContentEngine(files: Map<string, Uint8Array>): Pick<Engine, "split"> {
  let boxes = 0;
  return {
    async split(plan, { facts, path, crc32c }, { lifts }): Promise<DropResult> {
      const bytes = files.get(path);
      if (!bytes) throw new Error(`no local file ${path}`);
      const content = decodeContent(bytes);
      const common = { bytes: bytes.length, crc32c, milliseconds: times };
      if ((content.deadlyBelow ?? 0) > versionOf(plan)) throw new Died();
      if (content.refusedBelow > versionOf(plan)) return refused(common);
      const division = divide(plan, content, lifts, facts);
      boxes += 1;
      const [good, bad] = [`/box/${boxes}/good`, `/box/${boxes}/bad`];
      const poison = content.poisonBelow > versionOf(plan);
      if (division.good.length > 0) {
        files.set(good, new TextEncoder().encode(JSON.stringify(poison ? "poison" : division.good)));
      }
      if (division.bad.length > 0) files.set(bad, encodeContent({ ...content, things: division.bad }));
      const dispose = async () => {
        files.delete(good);
        files.delete(bad);
      };
      return { ...common, ...split(division, content.things.length, good, bad), dispose };
    },
  };
}

function refused(common: Pick<RefusedDrop, "bytes" | "crc32c" | "milliseconds">): RefusedDrop {
  const refusal = { code: "CORRUPT", message: "it cannot be decoded", cure: "write it again" } as const;
  return { ...common, kind: "refused", refusal, dispose: async () => undefined };
}

function split(
  { good, duplicates, bad, failures }: Division,
  rows: number,
  goodPath: string,
  badPath: string,
): Omit<SplitDrop, "bytes" | "crc32c" | "milliseconds" | "dispose"> {
  return {
    kind: "split",
    units: 1,
    rows: { in: rows, good: good.length + duplicates, quarantined: bad.length, duplicates },
    differences: { unknown: [], missing: [], retyped: [], renamed: [] },
    failures,
    samples: {},
    causes: {},
    partitions: partitionsOf(good),
    newestMicros: null,
    checks: {},
    duplicatesUnknown: false,
    files: {
      good: good.length > 0 ? [{ path: goodPath, rows: good.length }] : [],
      quarantined: bad.length > 0 ? [{ path: badPath, rows: bad.length }] : [],
    },
    passedThrough: false,
  };
}

function partitionsOf(good: Division["good"]): { id: string; rows: number }[] {
  const rows = new Map<string, number>();
  for (const { partition } of good) rows.set(partition, (rows.get(partition) ?? 0) + 1);
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, count]) => ({ id, rows: count }));
}
