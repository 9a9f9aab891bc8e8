import type { Swept } from "../sweep.ts";
import { countOf } from "./numbers.ts";
import { styled, type Text, text } from "./text.ts";

/** `swept 2 output files of lost attempts, 1 staging table`; nothing, if nothing was. */
export function sweptLines({ tables, files, markers }: Swept): Text[] {
  const parts = [
    ...(files > 0 ? [`${countOf(files, "output file")} of lost attempts`] : []),
    ...(tables > 0 ? [countOf(tables, "staging table")] : []),
    ...(markers > 0 ? [`${countOf(markers, "marker")} of no drop`] : []),
  ];
  return parts.length > 0 ? [text`${styled("dim", "swept")} ${parts.join(", ")}`] : [];
}
