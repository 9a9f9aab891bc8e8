// List prices in US dollars, without tax or discount: https://cloud.google.com/storage/pricing. A price without its date
// and place is not one.

export const STORAGE_PRICES = {
  place: "us-central1",
  asOf: "2026-09-19",
  /** Of Standard: what is older lies in cheaper classes, so it is at most this. */
  gibMonth: 0.02,
} as const;

const GIB = 2 ** 30;
const DAYS_OF_A_MONTH = 30;

/** US dollars for bytes that lie there for some days. */
export function storageCost(bytes: number, days: number): number {
  return (bytes / GIB) * STORAGE_PRICES.gibMonth * (days / DAYS_OF_A_MONTH);
}
