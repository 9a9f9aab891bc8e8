import type { Deployed } from "./deployed.ts";

const LOOKS = /^metadata$|^storage\.date$|\.(get|list|getMedia|getQueryResults|getData)$|^bigquery\.tabledata/;

/** What calls have changed in the cloud since a moment, as `op subject`; without messages on topics. */
export function effectsSince({ cloud }: Pick<Deployed, "cloud">, calls: number): string[] {
  const taken = cloud.calls.slice(calls).filter(({ status }) => status !== null && status < 300);
  return taken
    .filter(({ op }) => !LOOKS.test(op) && !op.startsWith("pubsub."))
    .map(({ op, subject }) => `${op} ${subject}`);
}
