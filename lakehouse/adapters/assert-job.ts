import type { JobSpec } from "../ports.ts";

const idPattern = /^[A-Za-z0-9_-]{1,1024}$/;
const labelKey = /^[a-z][a-z0-9_-]{0,62}$/;
const labelValue = /^[a-z0-9_-]{0,63}$/;
const mostLabels = 64;

/** BigQuery's limits on jobs, so that the laptop refuses what the cloud would. Throws `RangeError`: the caller is wrong. */
export function assertJob(id: string, labels: Readonly<Record<string, string>>, spec: JobSpec): void {
  assertNames(id, labels);
  if (spec.kind === "load" && spec.files.length === 0) throw new RangeError(`load job ${id} names no file`);
  if (spec.kind !== "load" && spec.partitions.length === 0) throw new RangeError(`job ${id} names no partition`);
}

function assertNames(id: string, labels: Readonly<Record<string, string>>): void {
  if (!idPattern.test(id))
    throw new RangeError(`${JSON.stringify(id)} is no job id: letters, digits, - and _, at most 1024`);
  const entries = Object.entries(labels);
  if (entries.length > mostLabels) throw new RangeError(`${entries.length} labels on job ${id}, at most ${mostLabels}`);
  for (const [key, value] of entries) {
    if (labelKey.test(key) && labelValue.test(value)) continue;
    throw new RangeError(`${key}=${value} is no label: lower-case letters, digits, - and _, at most 63`);
  }
}
