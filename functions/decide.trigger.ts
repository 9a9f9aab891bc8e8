// A person decides: accepts or rejects what is held, replays, resumes what is stuck. Invoked by whom the stack names.
export const trigger = {
  kind: "http",
  account: "split",
  // What is decided is split again: as on-drop has it.
  memoryMiB: 4096,
  cpu: 2,
  timeoutSeconds: 540,
  concurrency: 1,
  minInstances: 0,
  maxInstances: 3,
} as const;
