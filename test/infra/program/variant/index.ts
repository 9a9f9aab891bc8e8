// The program over settings and contracts of another folder than the checkout's.
import { join } from "node:path";
import { getStack, runtime } from "@pulumi/pulumi";
import { runProject } from "../../../../infra/lakehouse.ts";

const folder = process.env.SLUICE_VARIANT ?? "";
const checkout = join(import.meta.dirname, "../../../..");

export default () => {
  const contracts = join(folder, "contracts");
  return runProject({ root: folder, contracts, stack: getStack(), config: runtime.allConfig() }, checkout);
};
