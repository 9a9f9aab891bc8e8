import { readFile } from "node:fs/promises";
import { Denied, Unavailable } from "../../ports.ts";

/** Of a file; errors name the file alone. */
export async function readKey(file: string): Promise<string> {
  const key = (await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => unreadable(file, error))).trim();
  // The client would warn on the console, and send it.
  if (!/^SG\.[!-~]+$/.test(key)) {
    throw new Denied(`SendGrid's key: ${file} holds none → add a version with one (SG.…) to the secret`);
  }
  return key;
}

function unreadable(file: string, { code = "unknown" }: NodeJS.ErrnoException): never {
  const why = `SendGrid's key: ${file} cannot be read (${code})`;
  if (code === "ENOENT" || code === "EACCES") throw new Denied(`${why} → mount the secret there for this account`);
  // A mounted secret is fetched when it is read.
  throw new Unavailable(why);
}
