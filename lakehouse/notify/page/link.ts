import type { Plan } from "../../plan/plan.ts";
import type { Section } from "../page.ts";
import { say } from "../words/say.ts";

/** The contract's runbook, if it is a web page. */
export function linkSection({ contract }: Pick<Plan, "contract">): Section[] {
  const url = webPage(contract.runbookUrl);
  return url === null ? [] : [{ kind: "link", title: say`Runbook`, url }];
}

/** As it may stand in a mail; null: it is no web page, or one with a password in its address. */
export function webPage(text: string | null): string | null {
  const url = URL.parse(text ?? "");
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:")) return null;
  return url.username === "" && url.password === "" ? url.href : null;
}
