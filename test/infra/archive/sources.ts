import { join } from "node:path";
import { readCheckout } from "../../../infra/archive/checkout.ts";
import { readContractTexts } from "../../../lakehouse/catalog.ts";
import { readCatalog } from "../../../lakehouse/contract/read-catalog.ts";
import { compilePlan } from "../../../lakehouse/plan/compile.ts";
import { projectFolder } from "../../layout/tree.ts";

const PLACE = { id: "test", project: "acme-test", location: "EU" };

/** What the archive of this checkout is made of. */
export async function deployment() {
  const { contracts } = readCatalog(await readContractTexts(join(projectFolder, "contracts"), projectFolder));
  const plans = contracts.map((contract) => compilePlan(contract, PLACE, contracts));
  return { ...readCheckout(projectFolder), plans };
}
