import type { Called } from "../../fakes/http/service.ts";
import type { Deployed } from "./deployed.ts";

export interface Moment {
  /** As the fakes name their calls: `storage.objects.insert`. */
  readonly op: string;
  /** What is in the subject, such as `visits/reports/`. */
  readonly subject: string | RegExp;
  /** Before it takes effect, or once it has and is not answered yet; `before` unless told. */
  readonly when?: "before" | "after";
}

/** Does something at the moment of the first such call, which waits for it; true once it has come. */
export function atMoment({ cloud }: Pick<Deployed, "cloud">, moment: Moment, does: () => unknown): () => boolean {
  let hasCome = false;
  cloud.watch(async (called, when) => {
    if (hasCome || when !== (moment.when ?? "before") || !isOf(called, moment)) return;
    hasCome = true;
    cloud.watch(null);
    await does();
  });
  return () => hasCome;
}

function isOf({ op, subject }: Pick<Called, "op" | "subject">, moment: Moment): boolean {
  return (
    op === moment.op &&
    (typeof moment.subject === "string" ? subject.includes(moment.subject) : moment.subject.test(subject))
  );
}
