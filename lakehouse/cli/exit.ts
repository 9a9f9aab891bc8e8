/** What a command's exit code says; the same for every command. */
export const exit = {
  /** Done, and the data is as promised. */
  good: 0,
  /** Done, and the data or the contract is not as it should be. */
  problems: 1,
  /** Nothing done: a wrong flag, a missing file, a contract with errors. */
  wrongUse: 2,
  /** A fault of Sluice or of this machine. */
  fault: 3,
  /** Stopped by Ctrl-C, as shells write it. */
  stopped: 130,
} as const;

export type ExitCode = (typeof exit)[keyof typeof exit];
