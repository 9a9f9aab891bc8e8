// What this host makes of every committed file's footer, and of footers with flipped bits: the other host must make the same.
import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { checkFooter } from "../../../lakehouse/engine/child/check-footer.ts";
import type { Footer } from "../../../lakehouse/engine/child/footer.ts";
import { readTail } from "../../../lakehouse/engine/child/tail.ts";
import { rewriteFooter } from "../../../lakehouse/engine/footer/rewrite.ts";
import { Refused } from "../../../lakehouse/engine/refused.ts";
import { LIMITS } from "../../../lakehouse/plan/limits.ts";

const FIXTURES = join(import.meta.dirname, "../../fixtures");
const FLIPPED = ["footers/claims", "footers/int96-plain", "footers/delta", "drops/deep-enough", "drops/rows-lie-huge"];
const ROUNDS = 100;

export function footerVectors(): object {
  const files = ["footers", "drops"].flatMap((folder) =>
    readdirSync(join(FIXTURES, folder))
      .filter((name) => name.endsWith(".parquet"))
      .sort()
      .map((name) => `${folder}/${name}`),
  );
  const flipped = FLIPPED.map((name) => `${name}.parquet`);
  return {
    limits: LIMITS,
    files: Object.fromEntries(files.map((name) => [name, ofFile(join(FIXTURES, name))])),
    flipped: Object.fromEntries(flipped.map((name) => [name, ofFlipped(join(FIXTURES, name))])),
  };
}

function ofFile(path: string): unknown {
  return outcome(() => {
    const { footer, bytes } = readTail(path, LIMITS.footerBytes);
    return ofFooter(footer, bytes);
  });
}

function ofFooter(footer: Uint8Array, bytes: number): object {
  return {
    read: outcome(() => digest(JSON.stringify(written(checkFooter(footer, bytes, LIMITS))))),
    rewritten: [false, true].map((bare) =>
      outcome(() => {
        const { footer: ours, columns } = rewriteFooter(footer, { bare });
        return [digest(ours), ...columns.map(({ path, note }) => `${path.join("/")} ${note}`)];
      }),
    ),
  };
}

/** A result, or why there is none. */
function outcome(make: () => unknown): unknown {
  try {
    return make();
  } catch (error) {
    if (error instanceof Refused) return { ...error.refusal };
    return error instanceof Error ? error.message : String(error);
  }
}

function written({ rows, schema, groups }: Footer): unknown[] {
  return [
    rows,
    schema.map(({ name, type, repetition, children, precision, isNull, isUtcNanos, encoding }) => [
      ...[name, type, repetition, children, precision, isNull, isUtcNanos],
      JSON.parse(encoding),
    ]),
    groups.map((group) => [group.rows, group.bytes, [...group.codecs], [...group.encodings], group.values]),
  ];
}

/** A digest a round, of a footer with one to three bits flipped. */
function ofFlipped(path: string): string[] {
  const { footer, bytes } = readTail(path, LIMITS.footerBytes);
  const next = numbers(7);
  return Array.from({ length: ROUNDS }, () => {
    const other = Uint8Array.from(footer);
    for (let flips = 1 + next(3); flips > 0; flips--) {
      const at = next(other.length);
      other[at] = (other[at] ?? 0) ^ (1 << next(8));
    }
    return digest(JSON.stringify(ofFooter(other, bytes)));
  });
}

/** The same numbers in each run, and in each language. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function digest(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex").slice(0, 8);
}
