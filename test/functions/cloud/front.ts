import { accountEmail, functionName } from "../../../lakehouse/plan/cloud/names.ts";
import { identityToken } from "../../fakes/http/metadata.ts";
import { OPERATOR } from "../../fakes/rights.ts";
import type { Deployed } from "./deployed.ts";

/** Who may be in front of a function. */
export type Caller = "airflow" | "operator";

/** A function that answers over HTTPS, as Cloud Run's front lets somebody through to it: 403 who may not. */
export async function callFunction(
  deployed: Pick<Deployed, "cloud" | "function">,
  caller: Caller,
  target: string,
  json: object,
): Promise<{ readonly status: number; readonly body: unknown }> {
  const { environment, allowed, clock } = deployed.cloud;
  const { url } = deployed.function(target);
  const email = caller === "operator" ? OPERATOR : accountEmail(environment, caller);
  if (!allowed(email, "run.routes.invoke", functionName(environment, target))) return { status: 403, body: {} };
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${identityToken(email, url, clock.now())}` },
    body: JSON.stringify(json),
  });
  return { status: response.status, body: await response.json() };
}
