// A launched job has written a report: the ledger's bucket says so on this topic.
export const trigger = {
  kind: "topic",
  topic: "reported",
  account: "split",
  memoryMiB: 512,
  cpu: 1,
  timeoutSeconds: 120,
  concurrency: 1,
  minInstances: 0,
  maxInstances: 10,
  retry: true,
} as const;
