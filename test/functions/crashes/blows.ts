import { setTimeout } from "node:timers/promises";
import type { FunctionProcess } from "../../../scripts/functions/processes.ts";
import type { Deployed } from "../cloud/deployed.ts";
import type { Blow } from "./strikes.ts";

/** What blows have set going, and must come to its end. */
export class UnderWay {
  readonly #ends: (() => Promise<void>)[] = [];

  add(end: () => Promise<void>): void {
    this.#ends.push(end);
  }

  async end(): Promise<void> {
    for (const end of this.#ends.splice(0)) await end();
  }
}

/** The process ends; another takes its place. */
export function ending(deployed: Deployed, under: UnderWay, signal: NodeJS.Signals): Blow {
  return (process) => {
    const replaced = deployed.replace(process, signal);
    under.add(() => replaced);
    return "lost";
  };
}

/** Stands still until all others are done, its call with it; then it goes on where it stood. */
export function freezing(deployed: Deployed, under: UnderWay): Blow {
  return (process) => {
    const replaced = deployed.freeze(process);
    return new Promise((wake) => {
      under.add(async () => {
        await replaced;
        process.process.kill("SIGCONT");
        wake();
        await hasAnswered(deployed, process);
        await process.stop("SIGKILL");
      });
    });
  };
}

const LOOK_MS = 20;

async function hasAnswered(deployed: Deployed, { url }: FunctionProcess): Promise<void> {
  while (deployed.atWork().some((one) => one.url === url)) {
    await setTimeout(LOOK_MS);
  }
}
