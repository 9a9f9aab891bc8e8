import type { z } from "zod";
import { type Refusal, refusal } from "../lakehouse/run/decision/refusal.ts";

/** All that is wrong with a request's content, at once. */
export function problemsOf({ issues }: z.ZodError): Refusal[] {
  return issues.map(({ path, message }) => {
    return refusal("request", path.length === 0 ? message : `${path.join(".")}: ${message}`, "mend the request");
  });
}
