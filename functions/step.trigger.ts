// A DAG asks: what waits, which jobs it is to start, how far publishing is.
export const trigger = {
  kind: "http",
  account: "publish",
  memoryMiB: 1024,
  cpu: 1,
  // Large drops are copied within the store, and now and then compared byte by byte.
  timeoutSeconds: 540,
  concurrency: 1,
  minInstances: 0,
  // One for each dataset whose DAG runs.
  maxInstances: 20,
} as const;
