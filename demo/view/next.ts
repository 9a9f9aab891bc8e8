import { shellWord } from "../../lakehouse/run/view/shell-word.ts";
import { styled, type Text, text } from "../../lakehouse/run/view/text.ts";
import { dateOf } from "../calendar.ts";
import type { Plot } from "../story/plot.ts";

/** Where things are, as a person writes it in a command. */
export interface Shown {
  /** The folder with everything that the demo leaves. */
  readonly out: string;
  /** Files of every day. */
  readonly landing: string;
}

/** Commands that answer what one asks next. They work on the demo's lake, and some change it. */
export function nextCommands({ partial, correction }: Plot, { out, landing }: Shown): Text[] {
  const lake = `--lake ${shellWord(`${out}/lake`)}`;
  const half = `dt=${dateOf(partial)}`;
  const why =
    "SELECT reason.rule, count(*) AS n FROM (SELECT unnest(_reasons) AS reason FROM device_pings_quarantine) GROUP BY ALL ORDER BY n DESC";
  const commands: [words: string, ...commands: string[]][] = [
    ["how everything is doing, and what waits for a person", `npx sluice status ${lake}`],
    [
      "half a day of flights is held: refuse it, and take the whole day",
      `npx sluice hold reject ${half}/flights.parquet ${lake}`,
      `npx sluice run ${shellWord(`${landing}/flights/${half}`)} ${lake}`,
    ],
    [
      "some fixes came too late for the contract's window: let them in all the same",
      `npx sluice replay dt=${dateOf(correction)}/part-1.parquet --backfill ${lake}`,
    ],
    ["why are rows in quarantine?", `npx sluice query ${shellWord(why)} ${lake}`],
    ["does everything still fit together?", `npx sluice ledger verify ${lake}`],
    [
      "the flights once more, split as on Dataflow, by Beam's local runner (the first line installs it)",
      "npm run setup",
      `npx sluice run ${shellWord(`${landing}/flights`)} --engine beam --lake ${shellWord(`${out}-beam`)}`,
    ],
    ["what Sluice does with a dataset, in words and SQL", "npx sluice plan device_pings"],
  ];
  return [
    styled("bold", "Try next"),
    ...commands.flatMap(([words, ...lines]) => [
      text`  ${styled("dim", `# ${words}`)}`,
      ...lines.map((line) => text`  ${line}`),
    ]),
  ];
}
