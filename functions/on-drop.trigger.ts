// A drop is complete in landing.
export const trigger = {
  kind: "event",
  eventType: "google.cloud.storage.object.v1.finalized",
  zone: "landing",
  account: "split",
  // Two children of a GiB each, the drop, its output, and this process: the disk is memory.
  memoryMiB: 4096,
  cpu: 2,
  timeoutSeconds: 540,
  concurrency: 1,
  minInstances: 0,
  maxInstances: 40,
  retry: true,
} as const;
