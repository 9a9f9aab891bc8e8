import { z } from "zod";
import { type Refusal, refusal } from "../lakehouse/run/decision/refusal.ts";
import type { HttpRequest } from "./work.ts";

/** What Cloud Run puts in place of a token's signature once it has checked it. */
const CHECKED = "SIGNATURE_REMOVED_BY_GOOGLE";
const ClaimsSchema = z.object({ email: z.email(), email_verified: z.literal(true) });

const CURE = "call it with `sluice --env`, or with the token of `gcloud auth print-identity-token`";

/**
 * Who calls, by the identity token that Cloud Run has checked. Where another header brings one, Cloud Run checks that
 * instead and hands on this one as it came, whatever it says: such a request is refused, and so is a token that still has
 * a signature, since nobody has looked at it.
 */
export function callerOf({ headers }: Pick<HttpRequest, "headers">): { email: string } | { refused: Refusal } {
  const no = (message: string) => ({ refused: refusal("no-identity", message, CURE) });
  const { authorization = "" } = headers;
  if (headers["x-serverless-authorization"] !== undefined || typeof authorization !== "string") {
    return no("two headers say who calls");
  }
  const [, token] = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization) ?? [];
  if (token === undefined) return no("no identity token came along");
  const [, claims = "", signature] = token.split(".");
  if (signature !== CHECKED) return no("nobody has checked the identity token");
  const parsed = ClaimsSchema.safeParse(jsonOf(claims));
  return parsed.success ? { email: parsed.data.email } : no("the identity token names no e-mail");
}

function jsonOf(base64: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}
