import { type Deployed, type DeployOptions, deploy } from "./deployed.ts";
import { type DropMaker, LAUNCH_ABOVE_BYTES, makeDrops } from "./drops.ts";
import { dropsOf, reportsOf } from "./ledger.ts";
import { settle } from "./settle.ts";
import { rowsOf } from "./state.ts";

/** A deployment of the contracts beside this file, what is uploaded to it, and what became of that. */
export interface Chain extends Deployed {
  readonly drops: DropMaker;
  /** Uploads, and waits until nobody has anything left to do. */
  arrive(name: string, content: Uint8Array): Promise<void>;
  /** Of the drops of one object's name, the oldest first. */
  statesOf(name: string): string[];
  /** How many reports each of them has. */
  reportsOf(name: string): number[];
  /** How many rows of `visits` of a day have which minutes. */
  minutesOf(day: string): Promise<Record<string, number>>;
  /** How many rows of `sales` a day has. */
  salesOf(day: string): Promise<number>;
}

export async function openChain(
  options: Omit<DeployOptions, "contracts"> & Partial<Pick<DeployOptions, "contracts">>,
): Promise<Chain> {
  const drops = makeDrops();
  const deployed = await deploy({
    contracts: "test/functions/cloud/contracts",
    settings: { launchAboveBytes: LAUNCH_ABOVE_BYTES },
    ...options,
  });
  return {
    ...deployed,
    drops,
    async arrive(name, content) {
      deployed.upload(name, content);
      await settle(deployed);
    },
    statesOf: (name) => dropsOf(deployed, name).map(({ state }) => state),
    reportsOf: (name) => dropsOf(deployed, name).map((drop) => reportsOf(deployed, drop).length),
    async minutesOf(day) {
      const rows = await rowsOf(deployed, "visits", `day = DATE '${day}'`);
      const byMinutes = Map.groupBy(rows, ({ minutes }) => String(minutes));
      return Object.fromEntries([...byMinutes].map(([minutes, { length }]) => [minutes, length]));
    },
    salesOf: async (day) => (await rowsOf(deployed, "sales", `day = DATE '${day}'`)).length,
    async close() {
      drops.close();
      await deployed.close();
    },
  };
}
