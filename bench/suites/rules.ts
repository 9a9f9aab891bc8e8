import { compare, repeatsFor } from "../compare.ts";
import { pingFiles } from "../data.ts";
import { casesOf } from "../sizes.ts";
import { runSluice } from "../sluice.ts";
import type { Suite } from "../suite.ts";

const FEWEST = 9;

export const suite: Suite = {
  about: "split with more and more rules, one in ten a regular expression; the baseline is split with nine",
  takesMillions: true,
  cases: (millions) =>
    [FEWEST, 25, 50, 100, 200].flatMap((rules) =>
      casesOf(`rules-${rules}`, millions, [1], async (rows, say) => {
        say("making the data");
        const files = await pingFiles(rows);
        return compare(
          repeatsFor(rows),
          () => runSluice({ files, rules }),
          () => runSluice({ files, rules: FEWEST }),
          say,
        );
      }),
    ),
};
