import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const project = join(import.meta.dirname, "polars");
const environment = join(import.meta.dirname, "../out/bench-venv");

/** A Python with Polars as bench/polars/uv.lock names it, fetched by uv on first use; or why there is none. */
export async function findPolars(): Promise<{ readonly path: string } | { readonly skipped: string }> {
  const env = { ...process.env, UV_PROJECT_ENVIRONMENT: environment };
  try {
    await promisify(execFile)("uv", ["sync", "--frozen", "--quiet", "--project", project], { env });
  } catch (error) {
    return { skipped: explain(error as NodeJS.ErrnoException & { stderr?: string }) };
  }
  const python = process.platform === "win32" ? "Scripts/python.exe" : "bin/python";
  return { path: join(environment, python) };
}

function explain({ code, stderr }: NodeJS.ErrnoException & { stderr?: string }): string {
  if (code === "ENOENT") return "uv is not installed: `pip install uv`, then start again";
  return `uv could not fetch Polars: ${stderr?.trim().split("\n").at(-1) ?? code}`;
}
