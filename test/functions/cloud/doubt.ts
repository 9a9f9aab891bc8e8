import type { Deployed } from "./deployed.ts";

const INSERT = "storage.objects.insert";

/** The answer to a write of such objects is lost although it took effect, and reading back fails twice. */
export function loseAnswer({ cloud }: Pick<Deployed, "cloud">, subject: string, nth: number): void {
  cloud.faults.set([{ op: INSERT, subject, nth, action: "acceptThenReset" }]);
  let writes = 0;
  cloud.watch((called, when) => {
    if (called.op !== INSERT || !called.subject.includes(subject) || when === "before") return;
    writes += 1;
    if (writes !== nth) return;
    const reads = ["storage.objects.get", "storage.objects.getMedia"];
    cloud.faults.set(reads.map((op) => ({ op, subject, nth: 1, times: 2, action: "503" })));
  });
}

/** What was called after the last write of such objects, before anybody has read one again. */
export function callsInDoubt({ cloud: { calls } }: Pick<Deployed, "cloud">, subject: string): string[] {
  const written = calls.findLastIndex((call) => call.op === INSERT && call.subject.includes(subject));
  const known = calls.findIndex((call, at) => at > written && call.subject.includes(subject) && call.status === 200);
  return calls.slice(written + 1, known).map(({ op }) => op);
}
