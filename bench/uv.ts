import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

export type Python = { readonly path: string } | { readonly skipped: string };

/** The Python of a project in bench/, with what its uv.lock names, fetched by uv on first use; or why there is none. */
export async function findPython(project: string, environment: string, what: string): Promise<Python> {
  const folder = join(import.meta.dirname, "../out", environment);
  const env = { ...process.env, UV_PROJECT_ENVIRONMENT: folder };
  try {
    const args = ["sync", "--frozen", "--quiet", "--project", join(import.meta.dirname, project)];
    await promisify(execFile)("uv", args, { env });
  } catch (error) {
    return { skipped: explain(error as NodeJS.ErrnoException & { stderr?: string }, what) };
  }
  return { path: join(folder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python") };
}

function explain({ code, stderr }: NodeJS.ErrnoException & { stderr?: string }, what: string): string {
  if (code === "ENOENT") return "uv is not installed: `pip install uv`, then start again";
  return `uv could not fetch ${what}: ${stderr?.trim().split("\n").at(-1) ?? code}`;
}
