// Failures that every outside system has. Anything else that a port throws is a fault of Sluice.

/** The service did not answer, or not in time, or asked to come back later: what was asked may have been done or not. */
export class Unavailable extends Error {
  override readonly name = "Unavailable";
}

/** The account lacks a right (HTTP 403). It says nothing about whether the thing exists. */
export class Denied extends Error {
  override readonly name = "Denied";
}
