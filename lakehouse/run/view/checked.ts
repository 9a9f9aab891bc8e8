import type { CheckRecord, PublishedCheck } from "../../ledger/checks.ts";
import { allowed, measuredWords } from "./numbers.ts";
import { type Style, styled, type Text, text } from "./text.ts";

const styles: Readonly<Record<PublishedCheck["outcome"], Style>> = {
  passed: "good",
  warned: "warn",
  failed: "bad",
  "not run": "warn",
  crashed: "bad",
};

/** What the checks after a publication found that is not as it should be: a line each. */
export function checkedLines({ dataset, publication, results }: CheckRecord): Text[] {
  const notable = results.filter(({ severity, outcome }) => severity !== "info" && outcome !== "passed");
  return notable.map((check) => {
    const { id, outcome, description, note } = check;
    const of = text`${styled("name", dataset)} ${publication}`;
    return text`check ${id} after ${of}: ${styled(styles[outcome], outcome)}${measured(check)}  ${note ?? description}`;
  });
}

function measured({ measured: value, threshold }: PublishedCheck): string {
  if (value === null) return "";
  return `, ${measuredWords(value, threshold)}, allowed ${allowed(threshold)}`;
}

/** What a script reads of it. */
export function checkedValue({ dataset, publication, results }: CheckRecord): object {
  return { dataset, publication, results };
}
