import type { Service } from "./service.ts";
import { tokenFor } from "./tokens.ts";

const HOUR = 3_600_000;

/**
 * The metadata server of one account, as Google's libraries ask it: a process whose GCE_METADATA_HOST names it works as
 * that account, by the way that it takes on Google Cloud. Of identity tokens only the claims are real. `takenMs`: how long
 * the services take a token; longer than they say where tests move their time on, but not that of who holds it.
 */
export function metadataService(project: string, email: string, now: () => number, takenMs = HOUR): Service {
  const texts: Readonly<Record<string, () => string | object>> = {
    "": () => "computeMetadata/\n",
    "computeMetadata/v1/instance": () => "",
    "computeMetadata/v1/project/project-id": () => project,
    "computeMetadata/v1/universe/universe-domain": () => "googleapis.com",
    // As `?recursive=true` asks for it.
    "computeMetadata/v1/instance/service-accounts/default": () => {
      return { aliases: ["default"], email, scopes: ["https://www.googleapis.com/auth/cloud-platform"] };
    },
    "computeMetadata/v1/instance/service-accounts/default/email": () => email,
    "computeMetadata/v1/instance/service-accounts/default/token": () => {
      return { access_token: tokenFor(email, now() + takenMs), expires_in: HOUR / 1000, token_type: "Bearer" };
    },
  };
  return {
    route({ url, headers }) {
      const path = url.pathname.replace(/^\/+|\/+$/g, "");
      const identity = path === "computeMetadata/v1/instance/service-accounts/default/identity";
      const text = identity ? () => identityToken(email, url.searchParams.get("audience") ?? "", now()) : texts[path];
      if (!text || headers["metadata-flavor"] !== "Google") return null;
      const answer = () => {
        const body = text();
        const type = typeof body === "string" ? "application/text" : "application/json";
        return { status: 200, headers: { "metadata-flavor": "Google", "content-type": type }, body };
      };
      return { op: "metadata", subject: path, needs: null, answer };
    },
    error: (status, _reason, message) => ({ status, body: message }),
  };
}

/** As Cloud Run hands a checked one to the service: without its signature. */
export function identityToken(email: string, audience: string, now: number): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const seconds = Math.floor(now / 1000);
  const claims = {
    iss: "https://accounts.google.com",
    aud: audience,
    email,
    email_verified: true,
    iat: seconds,
    exp: seconds + 3600,
  };
  return `${part({ alg: "RS256", typ: "JWT" })}.${part(claims)}.SIGNATURE_REMOVED_BY_GOOGLE`;
}
