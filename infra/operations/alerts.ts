import type { Alert } from "./alert.ts";
import { DROP_ALERTS } from "./alerts/drops.ts";
import { FUNCTION_ALERTS } from "./alerts/functions.ts";
import { MACHINE_ALERTS } from "./alerts/machines.ts";
import { MAIL_ALERTS } from "./alerts/mails.ts";
import { PUBLICATION_ALERTS } from "./alerts/publications.ts";
import type { Watched } from "./watched.ts";

/** Of an environment, over all its datasets: each condition costs, so none is made for each dataset that one can do for all. */
export const ALERTS: readonly Alert[] = [
  ...FUNCTION_ALERTS,
  ...PUBLICATION_ALERTS,
  ...DROP_ALERTS,
  ...MAIL_ALERTS,
  ...MACHINE_ALERTS,
];

/** Those that there is something to watch for. */
export function alertsOf(watched: Watched): readonly Alert[] {
  return ALERTS.filter((alert) => alert.conditions(watched).length > 0);
}
