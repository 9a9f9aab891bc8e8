import { type Held, heldOf } from "../run/held.ts";
import { type NamedLake, nextSection } from "../run/view/next.ts";
import { openDropsTable, openDropValue } from "../run/view/open-drops.ts";
import { stateCommands } from "../run/view/states.ts";
import { text } from "../run/view/text.ts";
import type { Context } from "./command.ts";
import { type ExitCode, exit } from "./exit.ts";
import { lookAtLaptop } from "./lake.ts";
import { datasetsOf } from "./ledger-datasets.ts";
import { leftOutLine } from "./verify-ledger.ts";

/** `hold list`: what waits for a person. */
export function listHeld({
  args,
  output,
  root,
  cwd,
}: Pick<Context, "args" | "output" | "root" | "cwd">): Promise<ExitCode> {
  return lookAtLaptop({ root, cwd }, async ({ objects }) => {
    const held = await heldOf(objects, await datasetsOf(objects, args[1]));
    return showHeld(output, held, { lake: root.lake });
  });
}

export function showHeld(output: Context["output"], { held, leftOut }: Held, named: NamedLake): ExitCode {
  output.value({ held: held.map(openDropValue), leftOut });
  for (const problem of leftOut) output.note(leftOutLine(problem));
  const [first] = held;
  if (!first) output.print(leftOut.length > 0 ? text`No other drop is held.` : text`No drop is held.`);
  else {
    const commands = [`sluice report ${first.entry.drop.key}`, ...stateCommands(first.entry)];
    output.print([...openDropsTable(held, output.width), text``, ...nextSection(commands, named)]);
  }
  return held.length + leftOut.length === 0 ? exit.good : exit.problems;
}
