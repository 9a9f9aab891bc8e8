// Something is ready to be published or told, or a tick.
export const trigger = {
  kind: "topic",
  topic: "publish",
  schedule: "* * * * *",
  account: "publish",
  memoryMiB: 1024,
  cpu: 1,
  timeoutSeconds: 540,
  concurrency: 1,
  minInstances: 0,
  // Any number may publish side by side; more would only help each other.
  maxInstances: 3,
  retry: true,
} as const;
