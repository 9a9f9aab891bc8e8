// The child process: one JSON request a line on stdin, one answer a line on stdout. It is started with an empty
// environment, may be killed at any moment, and ends with its stdin. Imports stay few and light: they are start-up time.

import { flushCompileCache } from "node:module";
import type { Plan } from "../../plan/plan.ts";
import { SESSION } from "../../plan/session.ts";
import type { Answer, Box, Request } from "../protocol.ts";
import { Refused } from "../refused.ts";
import { ask } from "./ask.ts";
import { bind } from "./bind.ts";
import { check } from "./check.ts";
import { deduplicate } from "./deduplicate.ts";
import { linesOf } from "./lines.ts";
import { preflight } from "./preflight.ts";
import { refusalOf } from "./refusal.ts";
import { openSandbox, prepareInstance, type Sandbox } from "./sandbox.ts";
import { settle } from "./settle.ts";
import { split } from "./split.ts";

const plans = new Map<string, Plan>();
let open: Sandbox | null = null;

// Statements run on DuckDB's own threads, so this is heard at once, also in the middle of a long one: a child never
// outlives its parent.
process.stdin.on("end", () => process.exit(0));

say({ ready: true });
prepareInstance();
flushCompileCache(); // most children are killed in the end
for await (const line of linesOf(process.stdin)) {
  const { id, request } = JSON.parse(line) as { id: number; request: Request };
  say({ id, answer: await answer(request) });
}

async function answer(request: Request): Promise<Answer> {
  const started = performance.now();
  try {
    const value = await handle(request);
    return { ok: true, value, milliseconds: Math.round(performance.now() - started) };
  } catch (error) {
    const refusal = error instanceof Refused ? error.refusal : refusalOf(error);
    if (refusal) return { ok: false, refusal, ...(isUndecoded(error) && { undecoded: true }) };
    return { ok: false, bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function isUndecoded(error: unknown): boolean {
  return error instanceof Refused && error.undecoded;
}

async function handle(request: Request): Promise<unknown> {
  switch (request.kind) {
    case "learn":
      plans.set(request.hash, request.plan);
      return null;
    case "preflight":
      return preflight(await boxFor(request.box, planOf(request)), request.plan, planOf(request), request);
    case "split":
      return split(await boxFor(request.box, planOf(request)), planOf(request), request);
    case "settle":
      return settle(await boxFor(request.box, planOf(request)), planOf(request), request);
    case "deduplicate":
      return deduplicate(await boxFor(request.box, planOf(request)), planOf(request), request);
    case "check":
      return check(await boxFor(request.box, planOf(request)), planOf(request), request);
    case "bind":
      return bind(await boxFor(request.box, null), request);
    case "ask":
      return ask(await boxFor(request.box, null), request);
    case "close":
      closeBox();
      prepareInstance();
      return null;
  }
}

function planOf({ plan }: { readonly plan: string }): Plan {
  const found = plans.get(plan);
  if (!found) throw new RangeError(`plan ${plan} was not sent to this child`);
  return found;
}

/** One instance serves all requests of one box, and no other box. */
async function boxFor(box: Box, plan: Plan | null): Promise<Sandbox> {
  if (open?.folder !== box.folder) {
    closeBox();
    open = await openSandbox(box, plan?.session ?? SESSION);
  }
  return open;
}

function closeBox(): void {
  open?.close();
  open = null;
}

function say(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
