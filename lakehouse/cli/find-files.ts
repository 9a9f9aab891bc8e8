import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type UseProblem, useProblem, WrongUse } from "./wrong-use.ts";

export interface FoundFile {
  readonly path: string;
  /** As the user typed it, or would. */
  readonly shown: string;
}

/** Files as given, whatever their name; folders searched for *.parquet. Each file once, folders in sorted order. */
export async function findFiles(paths: readonly string[], cwd: string): Promise<FoundFile[]> {
  const found = new Map<string, FoundFile>();
  const problems: UseProblem[] = [];
  for (const shown of paths) {
    const path = resolve(cwd, shown);
    const entry = await stat(path).catch(() => null);
    if (!entry) problems.push(useProblem("no-such-file", `there is no file or folder ${shown}`, "check the path"));
    else if (entry.isFile()) found.set(path, { path, shown });
    else if (entry.isDirectory()) {
      const files = await parquetBelow(path, shown.replace(/(.)\/+$/, "$1"));
      if (files.length === 0)
        problems.push(
          useProblem(
            "no-parquet",
            `no *.parquet in ${shown}`,
            "name the files themselves if they are called otherwise",
          ),
        );
      for (const file of files) found.set(file.path, file);
    } else
      problems.push(useProblem("no-such-file", `${shown} is neither a file nor a folder`, "copy it to a file first"));
  }
  if (problems.length > 0) throw new WrongUse(problems);
  return [...found.values()];
}

async function parquetBelow(folder: string, shown: string): Promise<FoundFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const sorted = entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const found = await Promise.all(
    sorted.map(async (entry): Promise<FoundFile[]> => {
      const file = { path: join(folder, entry.name), shown: join(shown, entry.name) };
      if (entry.isDirectory() && !entry.name.startsWith(".")) return parquetBelow(file.path, file.shown);
      return entry.isFile() && entry.name.toLowerCase().endsWith(".parquet") ? [file] : [];
    }),
  );
  return found.flat();
}
