import type { CheckRecord, PublishedCheck } from "../../ledger/checks.ts";
import { measuredWords, thresholdWords } from "../../plan/words.ts";
import type { CheckLine, Health } from "../page/state.ts";

/** Each check after publication once, as it was asked last; `records` oldest first. */
export function checkLines(records: readonly CheckRecord[]): CheckLine[] {
  const asked = Map.groupBy(
    records.flatMap((record) => record.results.map((result) => ({ record, result }))),
    ({ result }) => result.id,
  );
  return [...asked.values()].flatMap((all) => {
    const last = all.at(-1);
    return last
      ? [
          checkLine(
            last.record,
            last.result,
            all.map(({ result }) => result),
          ),
        ]
      : [];
  });
}

function checkLine(record: CheckRecord, last: PublishedCheck, all: readonly PublishedCheck[]): CheckLine {
  const { id, severity, description, outcome, measured, threshold, note } = last;
  return {
    dataset: record.dataset,
    id,
    severity,
    description,
    outcome,
    measured: measured === null ? null : measuredWords(measured, threshold),
    allowed: thresholdWords(threshold),
    note,
    publication: record.publication,
    checked: record.checked,
    asked: all.length,
    unmet: all.filter(isUnmet).length,
  };
}

function isUnmet({ outcome }: Pick<PublishedCheck, "outcome">): boolean {
  return outcome === "failed" || outcome === "warned";
}

/** After the latest publication that was checked, an error does not hold, or could not be asked. */
export function checkedHealth(records: readonly CheckRecord[]): Health | null {
  const asked = records.filter(({ results }) => results.length > 0);
  const last = asked.at(-1);
  const failing = last?.results.filter(isGrave) ?? [];
  const [first] = failing;
  if (!last || !first) return null;
  const good = asked.findLastIndex(({ results }) => !results.some((one) => one.id === first.id && isGrave(one)));
  const since = asked[good + 1]?.checked ?? last.checked;
  const others = failing.length > 1 ? `, and ${failing.length - 1} more` : "";
  const sentence = `After publication ${last.publication} ${wordsOf(first)}${others}. Its rows are in the table.`;
  return { state: "failing", since, sentence };
}

function isGrave({ severity, outcome }: PublishedCheck): boolean {
  return severity === "error" && (outcome === "failed" || outcome === "crashed");
}

function wordsOf({ id, measured, threshold }: PublishedCheck): string {
  if (measured === null) return `the check ${id} could not be asked`;
  return `the check ${id} does not hold: ${measuredWords(measured, threshold)}, must be ${thresholdWords(threshold)}`;
}
