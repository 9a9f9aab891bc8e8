import { readableState } from "../run/state.ts";
import { tableOf } from "../run/table.ts";
import { findBadMailDays } from "../run/verify/mail-days.ts";
import { type Contradiction, verifyDataset } from "../run/verify.ts";
import { countOf } from "../run/view/numbers.ts";
import { styled, type Text, text } from "../run/view/text.ts";
import type { Context } from "./command.ts";
import { type ExitCode, exit } from "./exit.ts";
import { lookAtLake } from "./lake.ts";
import { datasetsOf } from "./ledger-datasets.ts";

type Verified = Pick<Context, "args" | "output" | "root" | "cwd">;

/** Everything that contradicts anything; changes nothing. */
export function verifyLedger({ args, output, root, cwd }: Verified): Promise<ExitCode> {
  return lookAtLake({ root, cwd }, async (laptop) => {
    const { objects, warehouse } = laptop;
    const datasets = await datasetsOf(objects, args[1]);
    const found: (Contradiction & { dataset: string | null })[] = [];
    for (const dataset of datasets) {
      output.progress(text`verifying ${dataset}`);
      const state = await readableState(objects, dataset);
      const table = await tableOf(laptop, state.log);
      const countRows = table && `SELECT count(*) AS n FROM ${table}`;
      const contradictions = await verifyDataset({ objects, warehouse, countRows }, state);
      found.push(...contradictions.map((contradiction) => ({ dataset, ...contradiction })));
    }
    const mailDays = await findBadMailDays(objects);
    found.push(...mailDays.map((contradiction) => ({ dataset: null, ...contradiction })));
    output.progress(null);
    output.value({ datasets, contradictions: found });
    output.print([...found.map(contradictionLine), verdict(datasets.length, found.length)]);
    return found.length > 0 ? exit.problems : exit.good;
  });
}

/** Of commands that look, and go on without it. */
export function leftOutLine({ where, message, cure }: Contradiction): Text {
  return text`${styled("warn", "left out")}: ${where} ${message} → ${cure}`;
}

export function contradictionLine({ where, message, cure }: Contradiction): Text {
  return text`${styled("bad", where)} ${message} → ${cure}`;
}

function verdict(datasets: number, contradictions: number): Text {
  const sign = contradictions > 0 ? styled("bad", "✗") : styled("good", "✓");
  return text`${sign} ${countOf(datasets, "dataset")}: ${countOf(contradictions, "contradiction")}`;
}
