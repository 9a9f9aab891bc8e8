import type { Deployed } from "./deployed.ts";

const INSERT = "storage.objects.insert";

/** A write of which nobody knows whether it was made. */
export interface Doubt {
  /** That the object would have. */
  state(): string | null;
  /** What was called after it, before anybody has read such an object again. */
  calls(): string[];
}

/** The answer to a write of such objects is lost although it took effect, and reading back fails twice. */
export function loseAnswer({ cloud }: Pick<Deployed, "cloud">, subject: string, nth: number): Doubt {
  cloud.faults.set([{ op: INSERT, subject, nth, action: "acceptThenReset" }]);
  let writes = 0;
  let written = -1;
  let state: string | null = null;
  cloud.watch((called, when) => {
    if (called.op !== INSERT || !called.subject.includes(subject) || when === "before") return;
    writes += 1;
    if (writes !== nth) return;
    written = cloud.calls.length;
    state = /"state": "([A-Z]+)"/.exec(called.body.toString())?.[1] ?? null;
    const reads = ["storage.objects.get", "storage.objects.getMedia"];
    cloud.faults.set(reads.map((op) => ({ op, subject, nth: 1, times: 2, action: "503" })));
  });
  return {
    state: () => state,
    calls() {
      const later = cloud.calls.slice(written);
      const known = later.findIndex((call) => call.subject.includes(subject) && call.status === 200);
      return later.slice(0, known).map(({ op }) => op);
    },
  };
}
