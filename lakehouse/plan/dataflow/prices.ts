// List prices in US dollars, without tax or discount: https://cloud.google.com/dataflow/pricing. A price without its
// date and place is not one.

export const DATAFLOW_PRICES = {
  place: "us-central1",
  asOf: "2026-09-08",
  batch: { vcpuHour: 0.056, gibHour: 0.003557 },
  /** Flexible scheduling: starts within six hours. */
  flexRs: { vcpuHour: 0.0336, gibHour: 0.0021342 },
  /** Standard disk. */
  diskGibHour: 0.000054,
} as const;
