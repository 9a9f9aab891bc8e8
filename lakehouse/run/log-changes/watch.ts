import type { z } from "zod";
import type { Log, LogLine } from "../../ports.ts";

/** Objects of one kind, of whose changes lines are made. */
export interface Kind<Value, Facts> {
  readonly path: RegExp;
  readonly schema: z.ZodType<Value>;
  /** What the next change is compared with; it is kept, so it is small. */
  readonly facts: (value: Value) => Facts;
  /** `before`: null where there was nothing; undefined where it is not known. */
  readonly lines: (now: Facts, before: Facts | null | undefined) => readonly LogLine[];
}

export interface Watch<Facts> {
  readonly path: RegExp;
  /** As far as this process knows; null: it has not seen it, or cannot read it. */
  last(name: string): Facts | null;
  seen(name: string, bytes: Uint8Array, generation: string): void;
  /** `replaced`: the generation that gave way, "0": none. */
  written(name: string, bytes: Uint8Array, generation: string, replaced: string): void;
}

/** So many objects are remembered, those seen last: who changes one has just read it. */
const REMEMBERED = 4_096;

interface Known<Facts> {
  readonly generation: string;
  readonly facts: Facts;
}

export function watch<Value, Facts>({ path, schema, facts, lines }: Kind<Value, Facts>, log: Log): Watch<Facts> {
  const known = new Map<string, Known<Facts>>();
  return {
    path,
    last: (name) => known.get(name)?.facts ?? null,
    seen(name, bytes, generation) {
      if (known.get(name)?.generation === generation) return;
      const value = readable(schema, bytes);
      if (value !== null) remember(name, { generation, facts: facts(value) });
    },
    written(name, bytes, generation, replaced) {
      const value = readable(schema, bytes);
      if (value === null) return;
      const now = facts(value);
      const before = known.get(name);
      remember(name, { generation, facts: now });
      const gone = before?.generation === replaced ? before.facts : undefined;
      for (const line of lines(now, replaced === "0" ? null : gone)) log(line);
    },
  };

  function remember(name: string, value: Known<Facts>): void {
    known.delete(name);
    known.set(name, value);
    if (known.size <= REMEMBERED) return;
    for (const oldest of known.keys()) {
      known.delete(oldest);
      return;
    }
  }
}

/** Null: of another version, or damaged; whoever needs it says so. */
function readable<Value>(schema: z.ZodType<Value>, bytes: Uint8Array): Value | null {
  try {
    return schema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return null;
  }
}
