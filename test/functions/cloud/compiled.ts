import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** What a function is given so that others start from what it has compiled; nothing where `npm test` keeps no such code. */
export function compiledEnv(): Readonly<Record<string, string>> {
  const { NODE_COMPILE_CACHE } = process.env;
  if (!NODE_COMPILE_CACHE) return {};
  const keep = pathToFileURL(join(import.meta.dirname, "keep-compiled.mjs"));
  return { NODE_COMPILE_CACHE, NODE_OPTIONS: `--import=${keep.href}` };
}
