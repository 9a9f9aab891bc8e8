import type { Random } from "../../property/random.ts";
import type { Setup } from "../setup.ts";
import type { World } from "../world.ts";

/** One thing that must hold by name: runs in which it comes about, among everything else. */
export interface Scenario {
  readonly name: string;
  setup(random: Random): Setup;
  /** It came about in this run. */
  occurred(world: World): boolean;
  /** Share of the runs in which it must have come about, at least. */
  readonly often: number;
}
