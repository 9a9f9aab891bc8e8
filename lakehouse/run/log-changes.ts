import { type Log, type Objects, PreconditionFailed, Unavailable } from "../ports.ts";
import { watchDrops } from "./log-changes/drop.ts";
import { watchMailDays } from "./log-changes/mail-day.ts";
import { watchMessages } from "./log-changes/message.ts";
import { watchPublications } from "./log-changes/publication.ts";
import { watchReports } from "./log-changes/report.ts";
import type { Watch } from "./log-changes/watch.ts";

/** Writes of unknown outcome that are remembered. */
const MOST_DOUBTS = 64;

/** A write that was refused, or not answered: it may have been done all the same. */
interface Doubt {
  readonly bytes: Uint8Array;
  readonly replaced: string;
}

/**
 * The same objects, and a line for each change of state that is written through them: of drops, reports, publications
 * and messages. All states lie in objects, so nothing can change without its line, but by a worker that dies between
 * the two: the ledger is the truth, the log tells of it.
 */
export function logChanges(objects: Objects, log: Log): Objects {
  const reports = watchReports(log);
  const watches: readonly Pick<Watch<unknown>, "path" | "seen" | "written">[] = [
    watchDrops(log, reports),
    reports,
    watchPublications(log),
    watchMessages(log),
    watchMailDays(log),
  ];
  const doubts = new Map<string, Doubt>();
  const watchOf = (name: string) => watches.find(({ path }) => path.test(name));

  return {
    ...objects,
    async read(name, wanted) {
      const read = await objects.read(name, wanted);
      const { bytes, meta } = read;
      const doubt = doubts.get(name);
      doubts.delete(name);
      // Read again after a write that seemed to fail: the bytes tell whose they are.
      const isOwn = doubt !== undefined && Buffer.compare(doubt.bytes, bytes) === 0;
      if (doubt && isOwn) watchOf(name)?.written(name, bytes, meta.generation, doubt.replaced);
      else watchOf(name)?.seen(name, bytes, meta.generation);
      return read;
    },
    async write(name, content, precondition) {
      const watched = content.kind === "bytes" ? watchOf(name) : undefined;
      if (!watched || content.kind !== "bytes") return objects.write(name, content, precondition);
      const { bytes } = content;
      const replaced = precondition.generation;
      try {
        const meta = await objects.write(name, content, precondition);
        watched.written(name, bytes, meta.generation, replaced);
        return meta;
      } catch (error) {
        if (error instanceof PreconditionFailed || error instanceof Unavailable) doubt(name, { bytes, replaced });
        throw error;
      }
    },
  };

  function doubt(name: string, about: Doubt): void {
    doubts.set(name, about);
    const [oldest] = doubts.size > MOST_DOUBTS ? doubts.keys() : [];
    if (oldest !== undefined) doubts.delete(oldest);
  }
}
