/** A worker's own clock: for waiting, and for what people read. Leases are never compared with it. */
export interface Clock {
  /** RFC 3339 UTC with milliseconds. */
  now(): string;
  /** Ends early, without error, when the signal is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
