// Messages wait in the outbox, or a tick: what failed is tried again.
export const trigger = {
  kind: "topic",
  topic: "mail",
  schedule: "*/5 * * * *",
  account: "mail",
  memoryMiB: 512,
  cpu: 1,
  timeoutSeconds: 300,
  concurrency: 1,
  minInstances: 0,
  maxInstances: 1,
  retry: true,
} as const;
