// `npm run demo`: a month in a lakehouse, on this machine, with no cloud.
import { join, relative } from "node:path";
import { createOutput, type Output } from "../lakehouse/cli/output.ts";
import { text } from "../lakehouse/run/view/text.ts";
import { shortMoment } from "./calendar.ts";
import { playMonth } from "./month.ts";
import { MONTH } from "./story/plot.ts";
import { endView } from "./view/end.ts";
import { help, introduction } from "./view/introduction.ts";
import { eventLines } from "./view/line.ts";

const root = join(import.meta.dirname, "..");
const output = createOutput({ stdout: process.stdout, stderr: process.stderr, env: process.env }, false);
const [word] = process.argv.slice(2);
if (word === undefined) process.exitCode = (await main(output)) ? 0 : 1;
else if (word === "--help" || word === "-h") output.print(help(output.width));
else {
  output.note(text`demo: it takes no arguments, and ${word} is one → npm run demo`);
  process.exitCode = 2;
}

/** True if everything that must hold does. */
async function main(output: Output): Promise<boolean> {
  const out = join(root, "out/demo");
  const landing = join(root, "out/landing");
  const shown = { out: relative(process.cwd(), out), landing: relative(process.cwd(), landing) };
  // A file or a pipe gets whole lines, a person lines that fit.
  const width = process.stdout.isTTY ? output.width : Number.POSITIVE_INFINITY;
  output.print(introduction(output.width));
  const summary = await playMonth({
    landing,
    out,
    contracts: join(root, "contracts"),
    plot: MONTH,
    pings: { seed: 7, rowsPerDay: 10_000 },
    shown: shown.out,
    onEvent: (event) => output.print(eventLines(event, width)),
    onProgress: (doing) => output.progress(text`${doing}`),
    // Elsewhere the lines themselves show how far it is.
    onMoment: (moment) => void (process.stderr.isTTY && output.progress(text`it is ${shortMoment(moment)}`)),
  });
  output.progress(null);
  output.print(endView(summary, { width: output.width, shown, plot: MONTH }));
  return summary.invariants.every(({ holds }) => holds);
}
