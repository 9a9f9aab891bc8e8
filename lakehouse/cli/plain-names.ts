import { existsSync } from "node:fs";
import type { FoundFile } from "./find-files.ts";
import { type UseProblem, useProblem, WrongUse } from "./wrong-use.ts";

/** Files that can become objects, and what is wrong with the others; throws `WrongUse` if there is no other. */
export function plainNames(files: readonly FoundFile[]): { files: FoundFile[]; problems: UseProblem[] } {
  const problems = files.flatMap((file) => problemOf(file) ?? []);
  if (problems.length === files.length && problems.length > 0) throw new WrongUse(problems);
  return { files: files.filter((file) => problemOf(file) === null), problems };
}

function problemOf({ shown, path }: FoundFile): UseProblem | null {
  // Node reads such a name with marks in it, by which the file is not found again.
  if (shown.includes("\ufffd") && !existsSync(path)) {
    return useProblem("file-name", `the name ${shown} is not UTF-8, as every object's is`, "rename it");
  }
  if (!/\p{Cc}/u.test(shown)) return null;
  return useProblem(
    "file-name",
    `the name ${shown} holds a control character, as no object's may`,
    "rename it: no control characters",
  );
}
