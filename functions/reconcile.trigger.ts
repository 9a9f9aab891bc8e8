// A tick: whatever was missed, lost or left undone.
export const trigger = {
  kind: "topic",
  topic: "reconcile",
  schedule: "*/5 * * * *",
  account: "split",
  memoryMiB: 4096,
  cpu: 2,
  timeoutSeconds: 540,
  concurrency: 1,
  minInstances: 0,
  maxInstances: 1,
  retry: true,
} as const;
