import { compare, repeatsFor } from "../compare.ts";
import { pingFiles } from "../data.ts";
import { rewrite } from "../rewrite.ts";
import { casesOf } from "../sizes.ts";
import { runSluice } from "../sluice.ts";
import type { Suite } from "../suite.ts";

/** At least four files, so that three can be clean. */
const FEWEST_FILES = 4;

export const suite: Suite = {
  about: "as split, but three files of four are clean, and the contract says passThrough: those are copied unchanged",
  takesMillions: true,
  cases: (millions) =>
    casesOf("mixed", millions, [1, 5, 20], async (rows, say) => {
      say("making the data");
      const count = Math.max(FEWEST_FILES, 4 * Math.floor(rows / 4_000_000));
      const files = await pingFiles(rows, { rowsPerFile: Math.ceil(rows / count), isBad: (file) => file % 4 === 3 });
      const measured = async () => {
        const run = await runSluice({ files, passThrough: true });
        const clean = files.length - Math.floor(files.length / 4);
        if (run.said.passedThrough !== clean)
          throw new Error(`${run.said.passedThrough} of ${clean} clean files passed through`);
        return run;
      };
      return compare(repeatsFor(rows), measured, () => rewrite(files), say);
    }),
};
