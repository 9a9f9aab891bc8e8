import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Denied } from "../ports.ts";

export interface IdentityOptions {
  /** Google's command line tool. */
  readonly gcloud?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const run = promisify(execFile);
const CURE = "`gcloud auth login`, or set GOOGLE_APPLICATION_CREDENTIALS to the key file of a service account";
const TIMEOUT_MS = 30_000;

/**
 * An identity token of whoever works at this machine. People have theirs from gcloud: what is kept for programs
 * (application-default credentials) says who somebody is in a way that functions do not take. Machines, and who names a
 * key file, have theirs from Google's library. Throws `Denied` where there is none.
 */
export async function identityToken(
  audience: string,
  { gcloud = "gcloud", env = process.env }: IdentityOptions = {},
): Promise<string> {
  if (env.GOOGLE_APPLICATION_CREDENTIALS === undefined && env.GCE_METADATA_HOST === undefined) {
    const token = await fromGcloud(gcloud, audience, env);
    if (token !== null) return token;
  }
  return fromLibrary(audience);
}

/** Null: it is not installed. */
async function fromGcloud(program: string, audience: string, env: IdentityOptions["env"]): Promise<string | null> {
  const ask = async (...args: string[]) => {
    const { stdout } = await run(program, [...args, "--quiet"], { timeout: TIMEOUT_MS, env: { ...env } });
    return stdout.trim();
  };
  try {
    const account = await ask("config", "get-value", "account");
    const impersonated = await ask("config", "get-value", "auth/impersonate_service_account");
    // Only an account of a machine may say whom its token is meant for; a person's is for all functions. An account that
    // somebody works as is named in the token only if it is asked for.
    const isMachine = impersonated !== "" || account.endsWith(".gserviceaccount.com");
    const meant = isMachine ? [`--audiences=${audience}`] : [];
    if (impersonated !== "") meant.push("--include-email");
    const token = await ask("auth", "print-identity-token", ...meant);
    if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return token;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
  }
  throw new Denied(`gcloud has no identity to show → ${CURE}`);
}

async function fromLibrary(audience: string): Promise<string> {
  const { GoogleAuth } = await import("google-auth-library");
  try {
    const client = await new GoogleAuth().getClient();
    if ("fetchIdToken" in client && typeof client.fetchIdToken === "function") {
      return String(await client.fetchIdToken(audience));
    }
  } catch {
    // What the library says of it names files and requests, not what to do.
  }
  throw new Denied(`there is no identity to show → install gcloud and ${CURE}`);
}
