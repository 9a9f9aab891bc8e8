import { compare, repeatsFor } from "../compare.ts";
import { pingFiles } from "../data.ts";
import { rewrite } from "../rewrite.ts";
import { casesOf } from "../sizes.ts";
import { runSluice } from "../sluice.ts";
import type { Suite } from "../suite.ts";

export const suite: Suite = {
  about: "the same files and rules as split, but only counted: no rows are written",
  takesMillions: true,
  cases: (millions) =>
    casesOf("validate", millions, [1, 5, 20], async (rows, say) => {
      say("making the data");
      const files = await pingFiles(rows);
      return compare(
        repeatsFor(rows),
        () => runSluice({ files, write: false }),
        () => rewrite(files),
        say,
      );
    }),
};
