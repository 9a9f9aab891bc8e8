// A DAG asks once a day: what waits, digests, the ledger's history for dashboards, what the week cost.
export const trigger = {
  kind: "http",
  account: "publish",
  memoryMiB: 1024,
  cpu: 1,
  // The first history of a long ledger; what is not done in time is told, and asked for again.
  timeoutSeconds: 540,
  concurrency: 1,
  minInstances: 0,
  maxInstances: 2,
} as const;
