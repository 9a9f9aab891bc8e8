import type { Plan } from "../plan.ts";
import type { Section } from "./section.ts";

export function tellSection({ contract, notify, sla }: Plan): Section {
  return {
    title: "Tells",
    lines: [
      ["owner", contract.owner ?? "nobody is named"],
      ...(notify.recipients.length
        ? notify.recipients.map(({ channel, email, digest }) => [
            channel,
            `${email}: errors ${digest.error}, warnings ${digest.warning}`,
          ])
        : [["mail", "nobody: the contract's support has no e-mail channel"]]),
      ["expected by", sla.expectedBy ?? "not promised"],
      ["expected on", sla.schedule ?? "not promised"],
      ["late after", sla.latencyHours === null ? "not promised" : `${sla.latencyHours} hours`],
      ["kept for", sla.retentionDays === null ? "not promised" : `${sla.retentionDays} days`],
      ["runbook", contract.runbookUrl ?? "none"],
    ],
  };
}
