import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Laptop, type LaptopOptions, openLaptop } from "../environment.ts";
import { type Engine, openEngine } from "../run/engine.ts";
import { lakeFlag } from "../run/view/next.ts";
import type { Context } from "./command.ts";
import { wrongUse } from "./wrong-use.ts";

type Where = Pick<Context, "root" | "cwd">;
type Working = Where & Pick<Context, "signal" | "env">;

interface Wanted extends Omit<LaptopOptions, "lake" | "flags"> {
  /** False: a lake for the moment, which leaves nothing behind. */
  readonly kept: boolean;
}

/** Opens the lake at `--lake` (made if it is not there) for the work, and closes it whatever happens. */
async function withLaptop<Result>(
  { root, cwd }: Where,
  { kept, ...options }: Wanted,
  work: (laptop: Laptop) => Promise<Result>,
): Promise<Result> {
  const lake = kept ? resolve(cwd, root.lake) : await mkdtemp(join(tmpdir(), "sluice-"));
  const flags = kept ? lakeFlag(root.lake) : "";
  const laptop = await openLaptop({ lake, flags, ...options });
  try {
    return await work(laptop);
  } finally {
    await laptop.close();
    if (!kept) await rm(lake, { recursive: true, force: true });
  }
}

/** The same with an engine, whose children end with the work, or at once on Ctrl-C. */
export function withEngine<Result>(
  context: Working,
  wanted: Wanted,
  work: (laptop: Laptop, engine: Engine) => Promise<Result>,
): Promise<Result> {
  return withLaptop(context, { ...wanted, python: context.env.SLUICE_PYTHON }, async (laptop) => {
    context.signal.throwIfAborted();
    const engine = openEngine(laptop.engine);
    const stop = () => void engine.close();
    context.signal.addEventListener("abort", stop, { once: true });
    try {
      return await work(laptop, engine);
    } finally {
      context.signal.removeEventListener("abort", stop);
      await engine.close();
    }
  });
}

/** The same where the lake must be there. */
export function workInLake<Result>(
  context: Working,
  wanted: Omit<Wanted, "kept">,
  work: (laptop: Laptop, engine: Engine) => Promise<Result>,
): Promise<Result> {
  requireLake(context);
  return withEngine(context, { ...wanted, kept: true }, work);
}

/** For commands that only look: the lake must be there. */
export function lookAtLake<Result>(where: Where, work: (laptop: Laptop) => Promise<Result>): Promise<Result> {
  requireLake(where);
  return withLaptop(where, { kept: true, looks: true }, work);
}

function requireLake({ cwd, root }: Where): void {
  if (existsSync(resolve(cwd, root.lake))) return;
  throw wrongUse(
    "no-lake",
    `there is no lake at ${root.lake}`,
    "`sluice run FILES…` makes one; or name another with --lake DIR",
  );
}
