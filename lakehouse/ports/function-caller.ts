/** What a deployed function answered. */
export interface FunctionAnswer {
  readonly status: number;
  /** Undefined: it is no JSON, so something in front of the function has answered. */
  readonly json: unknown;
}

/**
 * Calls a deployed function over HTTPS, as the person at this machine. May throw `Denied` where this person has no
 * identity to show, and `Unavailable` where nothing answers: what was asked may then have been done.
 */
export interface FunctionCaller {
  get(target: string, query: Readonly<Record<string, string>>): Promise<FunctionAnswer>;
  post(target: string, content: object): Promise<FunctionAnswer>;
}
