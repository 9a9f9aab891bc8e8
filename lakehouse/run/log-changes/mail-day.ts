import { z } from "zod";
import type { Log, LogLine } from "../../ports.ts";
import { type Watch, watch } from "./watch.ts";

const PATH = /^outbox\/by-day\/[\d-]+\.json$/;

/** Of the mail day, all that is looked at here; `notify` keeps the rest to itself. */
const ClosedSchema = z.object({ closedUntil: z.string().nullable() });
type Closed = z.infer<typeof ClosedSchema>;

export function watchMailDays(log: Log): Watch<Closed> {
  return watch({ path: PATH, schema: ClosedSchema, facts: (closed) => closed, lines }, log);
}

function lines({ closedUntil }: Closed, before: Closed | null | undefined): LogLine[] {
  if (closedUntil === null || closedUntil === before?.closedUntil) return [];
  const message = `the mail service refuses the key: no mail until ${closedUntil} → store a valid key in the secret`;
  return [{ severity: "ERROR", event: "mail.denied", message }];
}
