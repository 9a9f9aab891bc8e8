import type { Plan } from "./plan.ts";

const MEBIBYTE = 1024 * 1024;

/** What a drop may ask of a child before it is refused; each has a fixture that goes beyond it. */
export const LIMITS: Plan["limits"] = {
  footerBytes: 64 * MEBIBYTE,
  leafColumns: 5_000,
  depth: 32,
  rowGroups: 100_000,
  rowGroupBytes: 4096 * MEBIBYTE,
  expansion: 1_000,
  unitRows: 1_000_000,
  checkRows: { node: 20_000_000, dataflow: 500_000_000 },
  partitions: 4_000,
  samples: 5,
  causes: 5,
};
