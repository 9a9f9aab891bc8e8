import { statSync } from "node:fs";
import { checksumOfFile } from "../ports/checksum.ts";
import type { Candidate } from "../run/validate.ts";

type Named = Pick<Candidate, "name" | "day" | "lifts"> & { readonly arrived: string | null };

/** A local file as it would arrive in landing. */
export async function candidateOf(path: string, { name, day, lifts, arrived }: Named): Promise<Candidate> {
  const micros = statSync(path, { bigint: true }).mtimeNs / 1000n;
  const created = arrived ?? new Date(Number(micros / 1000n)).toISOString();
  return { path, name, day, lifts, created, generation: String(micros), ...(await checksumOfFile(path)) };
}
