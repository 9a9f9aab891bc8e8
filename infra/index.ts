import { join } from "node:path";
import { getStack, runtime } from "@pulumi/pulumi";
import { runProject } from "./lakehouse.ts";
import type { Told } from "./told.ts";

const root = join(import.meta.dirname, "..");

/** The whole program: contracts → plans → components, for the stack that Pulumi was started for. */
export function lakehouse(): Promise<Told> {
  const project = { root, contracts: join(root, "contracts"), stack: getStack(), config: runtime.allConfig() };
  return runProject(project, root);
}
