interface Upload {
  /** RFC 3339 UTC, all with the same number of digits. */
  readonly arrived: string;
  /** Decimal digits without a leading zero. */
  readonly generation: string;
}

/** Of two uploads of a name: later created, ties by the greater generation. The test's own, so that it can judge the code's. */
export function isLater(a: Upload, b: Upload): boolean {
  if (a.arrived !== b.arrived) return a.arrived > b.arrived;
  const [left, right] = [a.generation, b.generation];
  return left.length === right.length ? left > right : left.length > right.length;
}
