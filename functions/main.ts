import type { Domain } from "node:domain";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { http } from "@google-cloud/functions-framework";
import { catchFaults, inRequest } from "../lakehouse/environment/cloud.ts";
import { functionOf } from "../lakehouse/plan/cloud/names.ts";
import { readSettings } from "../lakehouse/plan/cloud/settings.ts";
import { type Trigger, TriggerSchema } from "../lakehouse/plan/cloud/trigger.ts";
import { keepContentsUnread } from "./body.ts";
import { type Instance, openInstance } from "./instance.ts";
import { serveEvent } from "./serve-event.ts";
import { serveHttp } from "./serve-http.ts";
import type { EventFunction, HttpFunction } from "./work.ts";

// What every function's process starts with. All are registered as HTTP functions, also those that events call: the
// framework then leaves it to us what is an event, and which status it gets.

const { FUNCTION_TARGET: target = "", SLUICE_SETTINGS, SLUICE_PLANS } = process.env;

http(target, await open(functionOf(target)));

async function open(name: string): Promise<Parameters<typeof http>[1]> {
  const trigger = await triggerOf(name);
  const read = readSettings(SLUICE_SETTINGS);
  if ("problems" in read) throw new Error(read.problems.join("\n"));
  const instance = await openInstance(read.settings, name, SLUICE_PLANS ?? join(import.meta.dirname, "../plans"));
  catchFaults(instance.cloud.log);
  keepContentsUnread();
  const serve = serverOf(instance, trigger, (await import(`./${name}.ts`)).default);
  return (request, response) => {
    leaveDomain();
    return inRequest(request.headers, () => serve(request, response));
  };
}

/**
 * The framework runs each request in a domain of Node's, to answer 500 to what nobody caught and live on; an instance
 * that nobody can vouch for is to end (`catchFaults`). Besides, a domain costs a fifth of a request's work: everything
 * that waits is written down in it.
 */
function leaveDomain(): void {
  (process as { readonly domain?: Domain | null }).domain?.exit();
}

/** A function is its two files: nothing else is started by a name. */
async function triggerOf(name: string): Promise<Trigger> {
  const known = /^[a-z]+(-[a-z]+)*$/.test(name) && existsSync(join(import.meta.dirname, `${name}.trigger.ts`));
  if (!known) throw new Error(`FUNCTION_TARGET: there is no function '${name}' → name a file of functions/`);
  return TriggerSchema.parse((await import(`./${name}.trigger.ts`)).trigger);
}

type Serve = Parameters<typeof http>[1];

function serverOf(instance: Instance, { kind, timeoutSeconds }: Trigger, called: unknown): Serve {
  if (kind !== "http") {
    return (...ends) => serveEvent(instance, called as EventFunction<unknown>, timeoutSeconds, ...ends);
  }
  return (...ends) => serveHttp(instance, called as HttpFunction, timeoutSeconds, ...ends);
}
