import { newestPublications, publicationAt } from "../run/publications.ts";
import { logTable } from "../run/view/log.ts";
import { countOf } from "../run/view/numbers.ts";
import { publicationValue } from "../run/view/publication.ts";
import { publicationView } from "../run/view/publication-view.ts";
import { styled, text } from "../run/view/text.ts";
import type { Context } from "./command.ts";
import { type ExitCode, exit } from "./exit.ts";
import { lookAtLake } from "./lake.ts";
import { datasetsOf } from "./ledger-datasets.ts";
import { leftOutLine } from "./verify-ledger.ts";
import { type WrongUse, wrongUse } from "./wrong-use.ts";

type Shown = Pick<Context, "args" | "output" | "root" | "cwd"> & { readonly flags: { readonly limit: number } };

/** The newest publications, or one in full. */
export function showLedger({ args, flags: given, output, root, cwd }: Shown): Promise<ExitCode> {
  const [, named, number] = args;
  return lookAtLake({ root, cwd }, async ({ objects }) => {
    const datasets = await datasetsOf(objects, named);
    if (named !== undefined && number !== undefined) {
      const { publication, last } = await publicationAt(objects, named, Number(number));
      if (!publication) throw noPublication(named, number, last);
      output.value(publication);
      output.print(publicationView(publication, output.width));
      return exit.good;
    }
    const { publications, older, leftOut } = await newestPublications(objects, datasets, given.limit);
    output.value({ publications: publications.map(publicationValue), older, leftOut });
    for (const problem of leftOut) output.note(leftOutLine(problem));
    output.print(publications.length > 0 ? logTable(publications, output.width) : text`Nothing was published yet.`);
    if (older > 0)
      output.note(styled("dim", text`${countOf(older, "older publication")} → --limit N shows more of them`));
    return leftOut.length === 0 ? exit.good : exit.problems;
  });
}

function noPublication(dataset: string, number: string, last: number): WrongUse {
  const cure = last === 0 ? "nothing of it was published yet" : `the last one is ${last}`;
  return wrongUse("unknown-publication", `${dataset} has no publication ${number}`, cure);
}
