import type { Contract } from "./contract.ts";
import { checkInputs } from "./derived/inputs.ts";
import { datasetOfFile } from "./files.ts";
import { collect } from "./lint.ts";
import { type Problem, sortProblems } from "./problem.ts";
import { type Reading, readContract } from "./read.ts";
import { checkSharedLanding } from "./shared-landing.ts";

/** A contract's text, with the SQL beside it. */
export interface ContractText {
  readonly file: string;
  readonly text: string;
  /** Null: the rows come from drops. */
  readonly sql: string | null;
}

export interface Catalog {
  /** Contracts without errors, those that only their inputs reveal included. Frozen. */
  readonly contracts: readonly Contract[];
  /** Contracts and what was read of those with errors, as far as their SQL can be bound. */
  readonly drafts: readonly Contract[];
  /** Everything wrong or worth knowing, by file and in the order of the text. */
  readonly problems: readonly Problem[];
}

/**
 * Reads contracts that belong together: each by itself, then derived tables against their inputs. `strays` are files of
 * SQL beside which no contract stands.
 */
export function readCatalog(sources: readonly ContractText[], strays: readonly string[] = []): Catalog {
  const readings: Reading[] = sources.map(({ file, text, sql }) => readContract(text, file, sql));
  const drafts = readings.flatMap(({ draft }) => draft ?? []);
  const { problems, report } = collect();
  for (const file of strays) {
    const contract = file.replace(/\.sql$/, ".odcs.yaml");
    report(
      "query-without-contract",
      { file, line: 1, column: 1 },
      "no contract stands beside this query",
      `write ${contract}, or remove the file`,
    );
  }
  checkInputs(
    drafts,
    sources.map(({ file }) => datasetOfFile(file)),
    report,
  );
  checkSharedLanding(drafts, report);
  const wrong = new Set(problems.filter(({ severity }) => severity === "error").map(({ where }) => where.file));
  return {
    contracts: readings.flatMap(({ contract }) =>
      contract && !wrong.has(contract.derived?.file ?? "") ? contract : [],
    ),
    drafts,
    problems: sortProblems([...readings.flatMap(({ problems: own }) => own), ...problems]),
  };
}
