import type { Objects } from "../../ports.ts";
import type { ReadableState } from "../state.ts";
import { type Contradiction, problemOf } from "./contradiction.ts";
import { findLosses } from "./losses.ts";
import { wrongSums } from "./sums.ts";
import { findBadValues } from "./values.ts";

/**
 * What of a dataset is lost, cannot be read, or does not add up: each with its place and its cure. Work that goes on
 * meanwhile is none of it. Changes nothing, and reads no file of rows.
 */
export async function findDamage(objects: Objects, state: ReadableState): Promise<Contradiction[]> {
  const found = [
    ...state.unreadable.map(({ fault }) => problemOf(fault)),
    ...(await findLosses(objects, state)),
    ...(await findBadValues(objects, state)),
    ...wrongSums(state),
  ];
  return [...new Map(found.map((one) => [`${one.where} ${one.message}`, one])).values()];
}
