// One process of processes.test.ts: node worker.ts LAKE count NAME TIMES | mark NAME ROUNDS

import { systemClock } from "../../../lakehouse/adapters/clock.ts";
import { createFileObjects } from "../../../lakehouse/adapters/files.ts";
import { type ObjectMeta, ObjectNotFound, PreconditionFailed } from "../../../lakehouse/ports.ts";

const [lake = "", task, name = "", times] = process.argv.slice(2);
const objects = createFileObjects(lake, systemClock, { durable: false });

if (task === "count") await count(Number(times));
else await mark(Number(times));

/** A line for each success, written at once: whoever is killed leaves at most one untold. */
async function count(left: number): Promise<void> {
  while (left > 0) {
    const { bytes, meta } = await objects.read(name);
    const next = {
      kind: "bytes" as const,
      bytes: new TextEncoder().encode(String(Number(new TextDecoder().decode(bytes)) + 1)),
    };
    const made = await tried(objects.write(name, next, { generation: meta.generation }));
    if (!made) continue;
    left -= 1;
    process.stdout.write("+\n");
  }
}

async function mark(rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const seen = await objects.stat(name);
    if (seen) {
      const removed = await tried(objects.remove(name, { generation: seen.generation }).then(() => seen));
      if (removed) process.stdout.write(`- ${seen.generation}\n`);
    } else {
      const made = await tried(objects.write(name, { kind: "bytes", bytes: new Uint8Array() }, { generation: "0" }));
      if (made) process.stdout.write(`+ ${made.generation}\n`);
    }
  }
}

function tried(one: Promise<ObjectMeta>): Promise<ObjectMeta | null> {
  return one.catch((error) => {
    if (error instanceof PreconditionFailed || error instanceof ObjectNotFound) return null;
    throw error;
  });
}
