import { Denied } from "../../ports.ts";

// What an answer that is no success means. The two below are for the adapter alone: its calls tell them in the port's words.

/** What was asked for is not there. */
export class Absent extends Error {
  override readonly name = "Absent";
}

/** A precondition does not hold. */
export class ConditionNotMet extends Error {
  override readonly name = "ConditionNotMet";
}

/** Another try may be answered otherwise. */
export class Passing extends Error {
  override readonly name = "Passing";
  /** What was asked for may have been done all the same. */
  readonly maybeDone: boolean;
  /** Too much was asked at once. */
  readonly isCrowded: boolean;
  constructor(message: string, { maybeDone = true, isCrowded = false } = {}) {
    super(message);
    this.maybeDone = maybeDone;
    this.isCrowded = isCrowded;
  }
}

const CROWDED: ReadonlySet<string> = new Set(["rateLimitExceeded", "userRateLimitExceeded"]);

/** `text`: the answer's body, whatever its form. */
export function failureOf(
  { about, bucket }: { readonly about: string; readonly bucket: string },
  status: number,
  text: string,
): Error {
  const { reason, message } = readError(text);
  const told = `HTTP ${status}${reason ? ` ${reason}` : ""}`;
  if (status === 429 || CROWDED.has(reason)) return new Passing(told, { maybeDone: false, isCrowded: true });
  if (status === 408 || status >= 500) return new Passing(told);
  if (status === 304 || status === 412) return new ConditionNotMet(told);
  if (status === 401 || status === 403)
    return new Denied(
      `${about}: ${told}: ${message} → rights.ts in lakehouse/plan/cloud says who may; \`pulumi up\` grants it`,
    );
  if (status === 404 && /bucket does not exist/i.test(message))
    return new Error(`${about}: there is no bucket ${bucket} → \`pulumi up\` makes it`);
  if (status === 404 || status === 410) return new Absent(told);
  return new Error(`${about}: ${told}: ${message}`);
}

/** Google's JSON form; content calls are refused in plain text. */
function readError(text: string): { readonly reason: string; readonly message: string } {
  const plain = { reason: "", message: text.slice(0, 300) };
  try {
    const { error } = JSON.parse(text) as { error?: { message?: unknown; errors?: { reason?: unknown }[] } };
    if (!error) return plain;
    return { reason: String(error.errors?.[0]?.reason ?? ""), message: String(error.message ?? "") };
  } catch {
    return plain;
  }
}
