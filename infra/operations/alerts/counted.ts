import type { Alert, Condition } from "../alert.ts";
import { increase, ours } from "../series.ts";
import type { Watched } from "../watched.ts";

type Counted = Omit<Alert, "conditions" | "by" | "hours"> & {
  readonly counts: string;
  readonly by: "dataset" | null;
  readonly labels?: Readonly<Record<string, string>>;
};

/** Long, so that a bad day is told once in the morning and not with every drop. */
const HOURS = 6;

/** Alarmed by the first line that a metric counts. */
export function counted({ labels = {}, ...alert }: Counted): Alert {
  const conditions = ({ environment }: Watched) => [happened(environment, alert.counts, alert.title, alert.by, labels)];
  return { ...alert, hours: HOURS, conditions };
}

/** Something was counted in these hours. */
export function happened(
  environment: Watched["environment"],
  metric: string,
  says: string,
  by: "dataset" | null,
  labels: Readonly<Record<string, string>> = {},
): Condition {
  return { says, query: `${increase(ours(environment, metric, labels), `${HOURS}h`, by)} > 0`, forSeconds: 0 };
}
