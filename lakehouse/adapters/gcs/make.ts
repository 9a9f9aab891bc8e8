import { type ObjectMeta, ObjectNotFound, PreconditionFailed, Unavailable } from "../../ports.ts";
import { token } from "../random.ts";
import type { Tools } from "./call.ts";
import { Absent, ConditionNotMet } from "./failures.ts";
import { look } from "./look.ts";
import type { Doubt } from "./patience.ts";
import type { Place } from "./places.ts";
import type { Made } from "./resource.ts";

/**
 * Makes an object by `ask`, which marks it with `call`. Who is refused, or hears nothing, may be meeting its own first
 * try: it looks whose mark is there. What it then still cannot know is `Unavailable`, never `PreconditionFailed`.
 */
export async function make(
  tools: Tools,
  about: string,
  name: string,
  place: Place,
  ask: (call: string, doubt: Doubt) => Promise<Made>,
): Promise<ObjectMeta> {
  const call = token();
  const doubt: Doubt = { isUnsure: false };
  try {
    const made = await ask(call, doubt);
    if (made.call !== call) throw new Unavailable(`${about}: answered with another's object → read again`);
    return made.meta;
  } catch (error) {
    const isRefused = error instanceof ConditionNotMet || error instanceof Absent;
    if (!isRefused && !(error instanceof Unavailable)) throw error;
    const there = await lookOver(tools, name, place);
    if (there?.call === call) return there.meta;
    throw isRefused && doubt.isUnsure ? unknown(about) : error;
  }
}

/** What is there; null: nothing, or nobody says. */
async function lookOver(tools: Tools, name: string, place: Place): Promise<Made | null> {
  const { patience } = tools;
  return look({ ...tools, patience: { ...patience, totalMs: patience.silenceMs } }, name, place).catch(() => null);
}

export function unknown(about: string): Unavailable {
  return new Unavailable(`${about}: a try was not answered, and since then another changed it → read again`);
}

/** In the port's words, for a call that reads. */
export function orNotFound(name: string): (error: unknown) => never {
  return (error) => {
    throw error instanceof Absent || error instanceof ConditionNotMet ? new ObjectNotFound(name) : error;
  };
}

/** In the port's words, for a call that changes. */
export function orFailed(name: string): (error: unknown) => never {
  return (error) => {
    throw error instanceof ConditionNotMet ? new PreconditionFailed(name) : error;
  };
}
