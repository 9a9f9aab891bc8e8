import { invalid } from "./refusal.ts";

/** What Cloud Storage refuses as an object's name. */
export function checkName(name: string): void {
  if (name === "") throw invalid("Required: object name");
  if (Buffer.byteLength(name) > 1024)
    throw invalid("The maximum object length is 1024 characters, but got a name with more.");
  if (/[\r\n]/.test(name) || !name.isWellFormed()) throw invalid(`Invalid object name: ${JSON.stringify(name)}`);
  if (name === "." || name === ".." || name.startsWith(".well-known/acme-challenge/"))
    throw invalid(`Disallowed object name: ${name}`);
}

/** Of a part of a path; a name that is no UTF-8 is refused. */
export function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw invalid(`Invalid object name: ${part}`);
  }
}
