import type { Objects } from "../ports.ts";
import { type OpenDrop, type OpenDrops, openDrops } from "../run/open-drops.ts";
import { nextSection } from "../run/view/next.ts";
import { openDropsTable, openDropValue } from "../run/view/open-drops.ts";
import { stateCommands } from "../run/view/states.ts";
import { text } from "../run/view/text.ts";
import type { Context } from "./command.ts";
import { type ExitCode, exit } from "./exit.ts";
import { lookAtLake } from "./lake.ts";
import { datasetsOf } from "./ledger-datasets.ts";
import { leftOutLine } from "./verify-ledger.ts";

/** `hold list`: what waits for a person. */
export function listHeld({
  args,
  output,
  root,
  cwd,
}: Pick<Context, "args" | "output" | "root" | "cwd">): Promise<ExitCode> {
  return lookAtLake({ root, cwd }, async ({ objects }) => {
    const { held, leftOut } = await heldOf(objects, args[1]);
    output.value({ held: held.map(openDropValue), leftOut });
    for (const problem of leftOut) output.note(leftOutLine(problem));
    const [first] = held;
    if (!first) output.print(leftOut.length > 0 ? text`No other drop is held.` : text`No drop is held.`);
    else {
      const commands = [`sluice report ${first.entry.drop.key}`, ...stateCommands(first.entry)];
      output.print([...openDropsTable(held, output.width), text``, ...nextSection(commands, root.lake)]);
    }
    return held.length + leftOut.length === 0 ? exit.good : exit.problems;
  });
}

interface Held {
  readonly held: readonly OpenDrop[];
  /** Drops of which nobody can tell. */
  readonly leftOut: OpenDrops["leftOut"];
}

/** Of one dataset, or of all. */
export async function heldOf(objects: Objects, dataset: string | undefined): Promise<Held> {
  const { drops, leftOut } = await openDrops(objects, await datasetsOf(objects, dataset));
  return { held: drops.filter(({ entry }) => entry.state === "HELD"), leftOut };
}
