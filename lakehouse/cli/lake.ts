import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Laptop, type LaptopOptions, openLaptop } from "../environment.ts";
import { lakeRoot } from "../plan/cloud/names.ts";
import type { Environment } from "../plan/environment.ts";
import { type Engine, openEngine } from "../run/engine.ts";
import { lakeFlag, type NamedLake } from "../run/view/next.ts";
import type { Context } from "./command.ts";
import { isCloud } from "./root-flags.ts";
import { stackOf } from "./stack.ts";
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

/** For commands that only look, and need what only a laptop has: the lake must be there. */
export function lookAtLaptop<Result>(where: Where, work: (laptop: Laptop) => Promise<Result>): Promise<Result> {
  requireLake(where);
  return withLaptop(where, { kept: true, looks: true }, work);
}

/** What can be looked at wherever the lake is. */
export interface LookedAt extends Pick<Laptop, "objects" | "warehouse" | "clock" | "project" | "flags"> {
  readonly place: Environment;
  readonly named: NamedLake;
}

/** For commands that only look: at the laptop's lake, which must be there, or at that of `--env`. */
export function lookAtLake<Result>(where: Where, work: (lake: LookedAt) => Promise<Result>): Promise<Result> {
  const { root } = where;
  if (isCloud(root)) return lookAtCloud(where, work);
  return lookAtLaptop(where, (laptop) => work({ ...laptop, named: { lake: root.lake } }));
}

async function lookAtCloud<Result>(where: Where, work: (lake: LookedAt) => Promise<Result>): Promise<Result> {
  const stack = await stackOf(where);
  const { openToLook } = await import("../environment/stack.ts");
  const cloud = await openToLook(stack);
  try {
    return await work({ ...cloud, named: { lake: lakeRoot(stack.environment), flag: cloud.flags } });
  } finally {
    await cloud.close();
  }
}

function requireLake({ cwd, root }: Where): void {
  if (existsSync(resolve(cwd, root.lake))) return;
  throw wrongUse(
    "no-lake",
    `there is no lake at ${root.lake}`,
    "`sluice run FILES…` makes one; or name another with --lake DIR",
  );
}
