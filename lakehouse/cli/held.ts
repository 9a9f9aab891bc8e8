import type { Objects } from "../ports.ts";
import { type OpenDrop, openDrops } from "../run/open-drops.ts";
import { nextSection } from "../run/view/next.ts";
import { openDropsTable, openDropValue } from "../run/view/open-drops.ts";
import { stateCommands } from "../run/view/states.ts";
import { text } from "../run/view/text.ts";
import type { Context } from "./command.ts";
import { type ExitCode, exit } from "./exit.ts";
import { lookAtLake } from "./lake.ts";
import { datasetsOf } from "./ledger-datasets.ts";

/** `hold list`: what waits for a person. */
export function listHeld({
  args,
  output,
  root,
  cwd,
}: Pick<Context, "args" | "output" | "root" | "cwd">): Promise<ExitCode> {
  return lookAtLake({ root, cwd }, async ({ objects }) => {
    const held = await heldOf(objects, args[1]);
    output.value({ held: held.map(openDropValue) });
    const [first] = held;
    if (!first) output.print(text`No drop is held.`);
    else {
      const commands = [`sluice report ${first.entry.drop.key}`, ...stateCommands(first.entry)];
      output.print([...openDropsTable(held, output.width), text``, ...nextSection(commands, root.lake)]);
    }
    return held.length === 0 ? exit.good : exit.problems;
  });
}

/** Of one dataset, or of all. */
export async function heldOf(objects: Objects, dataset: string | undefined): Promise<OpenDrop[]> {
  const open = await openDrops(objects, await datasetsOf(objects, dataset));
  return open.filter(({ entry }) => entry.state === "HELD");
}
