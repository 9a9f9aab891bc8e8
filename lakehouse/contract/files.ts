import type { Place } from "./problem.ts";

const CONTRACT_ENDING = /(\.odcs)?\.ya?ml$/;

/** `contracts/flights.odcs.yaml` → `flights`: the dataset that a file's name promises. */
export function datasetOfFile(contractFile: string): string {
  return (contractFile.split("/").at(-1) ?? "").replace(CONTRACT_ENDING, "");
}

/** `contracts/airport_days.odcs.yaml` → `contracts/airport_days.sql`: where a derived table's query stands. */
export function sqlFileOf(contractFile: string): string {
  return `${contractFile.replace(CONTRACT_ENDING, "")}.sql`;
}

/** Line and column of an offset in UTF-16 code units. */
export function placeAt(file: string, text: string, offset: number): Place {
  const lines = text.slice(0, offset).split("\n");
  return { file, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
