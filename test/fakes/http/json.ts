import type { Asked } from "./service.ts";

/** Undefined: the body is no JSON. */
export function jsonOf({ body }: Pick<Asked, "body">): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}
