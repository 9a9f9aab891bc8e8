import type { FoundFile } from "./find-files.ts";
import { type UseProblem, useProblem, WrongUse } from "./wrong-use.ts";

/** Files that can become objects, and what is wrong with the others; throws `WrongUse` if there is no other. */
export function plainNames(files: readonly FoundFile[]): { files: FoundFile[]; problems: UseProblem[] } {
  const named = (file: FoundFile) => !/\p{Cc}/u.test(file.shown);
  const problems = files.filter((file) => !named(file)).map(controlCharacter);
  if (problems.length === files.length && problems.length > 0) throw new WrongUse(problems);
  return { files: files.filter(named), problems };
}

function controlCharacter({ shown }: FoundFile): UseProblem {
  return useProblem(
    "file-name",
    `the name ${shown} holds a control character, as no object's may`,
    "rename it: no control characters",
  );
}
