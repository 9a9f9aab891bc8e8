import { numberWords } from "../words.ts";

// A price without its date and place is not one.

/** On-demand queries, US dollars a TiB: https://cloud.google.com/bigquery/pricing. Load and copy jobs are free. */
export const QUERY_PRICE = { place: "us-central1", asOf: "2026-09-28", tib: 6.25 } as const;

const TIB = 2 ** 40;

/** US dollars for logical bytes that queries scanned. */
export function queryCost(bytes: number): number {
  return (bytes / TIB) * QUERY_PRICE.tib;
}

/** `$12.40 on demand at the list price of us-central1`. */
export function queryCostWords(bytes: number): string {
  const cost = queryCost(bytes);
  const [whole = "", cents = ""] = cost.toFixed(2).split(".");
  const words = cost < 0.01 ? "less than $0.01" : `$${numberWords(Number(whole))}.${cents}`;
  return `${words} on demand at the list price of ${QUERY_PRICE.place}`;
}
