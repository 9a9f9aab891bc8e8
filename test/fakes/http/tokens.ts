// Tokens as the metadata server hands them out: they say whose they are, and until when they are taken.

const PATTERN = /^Bearer fake\.([A-Za-z0-9_-]+)\.(\d+)$/;

export function tokenFor(email: string, until: number): string {
  return `fake.${Buffer.from(email).toString("base64url")}.${until}`;
}

/** Null: no token, a foreign one, or one that is over. */
export function accountOfToken(authorization: string | undefined, now: number): string | null {
  const [, email = "", until = "0"] = PATTERN.exec(authorization ?? "") ?? [];
  return email !== "" && Number(until) > now ? Buffer.from(email, "base64url").toString() : null;
}
