import { type Message, MessageSchema, type MessageState } from "../../notify/message.ts";
import { messagePath } from "../../plan/names.ts";
import type { Log, LogLine, Severity } from "../../ports.ts";
import { secondsBetween } from "./seconds.ts";
import { type Watch, watch } from "./watch.ts";

const PATH = /^outbox\/[^/]+\/messages\/\d{12}\.json$/;

/** No recipient, no subject: a person is in them. */
type Facts = Pick<Message, "dataset" | "number" | "kind" | "state" | "attempts" | "created" | "sent"> & {
  readonly recipients: number;
  readonly missing: readonly string[];
};

const SEVERITY: Partial<Record<MessageState, Severity>> = { DEAD: "ERROR", SUPPRESSED: "WARNING" };

export function watchMessages(log: Log): Watch<Facts> {
  const watched: Watch<Facts> = watch({ path: PATH, schema: MessageSchema, facts, lines }, log);
  return watched;

  function lines(now: Facts, before: Facts | null | undefined): LogLine[] {
    if (before && before.state === now.state) return [];
    return before ? [movedLine(now, before)] : [movedLine(now, null), ...newlyMissing(now)];
  }

  /** A message remembers the days that were told of: what is new in it, it tells itself. Who posts has read the last. */
  function newlyMissing({ dataset, number, missing }: Facts): LogLine[] {
    const known = number === 1 ? [] : (watched.last(messagePath(dataset, number - 1))?.missing ?? missing);
    return missing.filter((day) => !known.includes(day)).map((day) => missingLine(dataset, day));
  }
}

function facts({ dataset, number, kind, state, attempts, created, sent, mail, health }: Message): Facts {
  const recipients = mail?.to.length ?? 0;
  return { dataset, number, kind, state, attempts, created, sent, recipients, missing: health.missing };
}

function movedLine(now: Facts, before: Facts | null): LogLine {
  const { dataset, number, kind, state, attempts, created, sent, recipients } = now;
  const failed = before?.state === "SENDING" && state === "PENDING";
  return {
    severity: failed ? "WARNING" : (SEVERITY[state] ?? "INFO"),
    event: "mail.moved",
    message: `${dataset}: message ${number} (${kind}) is ${state}${failed ? ` again, after try ${attempts}` : ""}`,
    dataset,
    mail: number,
    kind,
    state,
    attempt: attempts,
    recipients,
    seconds: sent === null ? undefined : secondsBetween(created, sent),
  };
}

function missingLine(dataset: string, day: string): LogLine {
  const message = `${dataset}: the drop of ${day} is not here`;
  return { severity: "WARNING", event: "drop.missing", message, dataset, day };
}
