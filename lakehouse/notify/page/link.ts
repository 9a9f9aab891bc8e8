import type { Plan } from "../../plan/plan.ts";
import type { Section } from "../page.ts";
import { say } from "../words/say.ts";

/** The one link of a mail: the contract's runbook, if it is a web page. */
export function linkSection({ contract }: Plan): Section[] {
  const url = URL.parse(contract.runbookUrl ?? "");
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:") || url.username !== "" || url.password !== "")
    return [];
  return [{ kind: "link", title: say`Runbook`, url: url.href }];
}
