import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Compares a text with its committed file; `UPDATE_GOLDENS=1` writes the file instead. The message says how. */
export function checkGolden(path: string, actual: string, testFile: string): void {
  if (process.env.UPDATE_GOLDENS === "1") {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, actual);
    return;
  }
  const expected = existsSync(path) ? readFileSync(path, "utf8") : "";
  if (actual === expected) return;
  const [ours, theirs] = [actual.split("\n"), expected.split("\n")];
  const line = ours.findIndex((text, index) => text !== theirs[index]);
  throw new Error(
    [
      `${path}:${line + 1} differs`,
      `  committed: ${theirs[line] ?? "(nothing)"}`,
      `  now:       ${ours[line] ?? "(nothing)"}`,
      `If that is right: UPDATE_GOLDENS=1 npm test -- ${testFile}`,
    ].join("\n"),
  );
}
