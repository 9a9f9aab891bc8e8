import type { Resource } from "../registry.ts";

/** What must exist before a resource can be made. */
export interface Need {
  /** In words that follow "wait for". */
  readonly what: string;
  isMetBy(other: Resource): boolean;
}
