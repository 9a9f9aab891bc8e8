import { Faults } from "./faults.ts";
import type { Surroundings } from "./serve.ts";
import type { Called } from "./service.ts";

/** Surroundings of a service that is served without the rest of the cloud; everybody may do anything unless told. */
export function alone(allowed: Surroundings["allowed"] = () => true): Surroundings & { readonly calls: Called[] } {
  return { faults: new Faults(), now: () => Date.now(), allowed, calls: [] };
}
