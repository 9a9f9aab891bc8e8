import type { Objects } from "../ports.ts";
import { listDatasets } from "../run/state.ts";
import { didYouMean } from "./did-you-mean.ts";
import { wrongUse } from "./wrong-use.ts";

/** The dataset that was named, or all that the ledger knows. */
export async function datasetsOf(objects: Objects, named: string | undefined): Promise<string[]> {
  const known = await listDatasets(objects);
  if (named === undefined) return known;
  if (known.includes(named)) return [named];
  throw wrongUse("unknown-dataset", `the ledger has no dataset '${named}'`, didYouMean(named, known));
}
