/** UTC. After the nightly drops of most producers, before people start. */
const DIGEST_HOUR = 7;
const HOUR = 3_600_000;

/** The first digest after an instant: RFC 3339 UTC. */
export function nextDigestAfter(instant: string): string {
  const next = new Date(`${instant.slice(0, 10)}T00:00:00Z`).getTime() + DIGEST_HOUR * HOUR;
  const due = next > Date.parse(instant) ? next : next + 24 * HOUR;
  return new Date(due).toISOString();
}
