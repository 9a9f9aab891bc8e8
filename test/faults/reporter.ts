// After a whole run of the tests: docs/faults.md says what they showed. A run of some files says nothing of it.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { AggregatedResult } from "@jest/reporters";
import { faultsPage } from "./page.ts";
import type { Ran } from "./scenario.ts";
import { SCENARIOS } from "./scenarios.ts";

const root = join(import.meta.dirname, "../..");
const page = join(root, "docs/faults.md");

export default class FaultsReporter {
  #error: Error | undefined;

  onRunComplete(_contexts: unknown, results: AggregatedResult): void {
    const ran = ranIn(results);
    if (!isWhole(ran)) return;
    const text = faultsPage(SCENARIOS, ran);
    const before = existsSync(page) ? readFileSync(page, "utf8") : "";
    if (before === text) return;
    if (process.env.UPDATE_GOLDENS) writeFileSync(page, text);
    else
      this.#error = new Error(
        "docs/faults.md is not what the tests showed → UPDATE_GOLDENS=1 npm test, and read what changed",
      );
  }

  getLastError(): Error | undefined {
    return this.#error;
  }
}

function ranIn({ testResults }: AggregatedResult): Ran[] {
  return testResults.flatMap(({ testFilePath, testResults: tests }) =>
    tests.map(({ ancestorTitles, title, status }) => ({
      file: relative(root, testFilePath).replaceAll("\\", "/"),
      title: [...ancestorTitles, title].join(" "),
      passed: status === "passed",
    })),
  );
}

/** Every file that the list names was run. */
function isWhole(ran: readonly Ran[]): boolean {
  const files = new Set(ran.map(({ file }) => file));
  return SCENARIOS.every(({ shown }) => "notApplicable" in shown || shown.every(({ file }) => files.has(file)));
}
