import { functionName } from "../../../lakehouse/plan/cloud/names.ts";
import type { Alert } from "../alert.ts";
import { googles, increase } from "../series.ts";
import { servicesOf, subscriptionsOf } from "../watched.ts";
import { counted } from "./counted.ts";

const HOUR = 3_600;

export const FUNCTION_ALERTS: readonly Alert[] = [
  {
    name: "silent",
    severity: "CRITICAL",
    title: "a tick is not answered",
    when: "a function that Cloud Scheduler ticks has answered none well for 40 minutes",
    means:
      "Whatever is lost is found by ticks. Without them nothing else would tell that drops, publications or mails stand still.",
    todo: [
      "`gcloud scheduler jobs list --location=REGION --project=PROJECT`: are the ticks of `sluice-ID-` there and enabled?",
      "Look at the function's log: does it start, and what does it say?",
      "`pulumi up` puts back what somebody has changed; then `sluice status --env ID`.",
    ],
    by: null,
    hours: 1,
    counts: null,
    conditions: ({ environment, functions }) =>
      functions.flatMap(({ target, isTicked }) => {
        const answers = { service_name: functionName(environment, target), response_code_class: "2xx" };
        const query = `absent_over_time(${googles("run.googleapis.com/request_count", answers)}[10m])`;
        return isTicked ? [{ says: `${target} answers no tick`, query, forSeconds: HOUR / 2 }] : [];
      }),
  },
  {
    name: "function-errors",
    severity: "ERROR",
    title: "a function fails",
    when: "more than half of a function's answers of an hour are errors (5xx), and more than five are",
    means: "Deliveries are made again, so nothing is lost yet; but its work does not get done.",
    todo: [
      "Look at the function's log of the time: `fault` is ours, `service.unavailable` a service's, `work.deferred` too little time.",
      "It does not start: its settings are wrong, and its first line says which → `pulumi up`.",
      "`sluice status --env ID` shows what waits for it.",
    ],
    by: "service_name",
    hours: 1,
    counts: null,
    conditions: (watched) => {
      const service_name = servicesOf(watched);
      const answers = googles("run.googleapis.com/request_count", { service_name });
      const errors = googles("run.googleapis.com/request_count", { service_name, response_code_class: "5xx" });
      const [failed, all] = [increase(errors, "1h", "service_name"), increase(answers, "1h", "service_name")];
      const query = `(${failed} / ${all} > 0.5) and (${failed} > 5)`;
      return [{ says: "most answers are errors", query, forSeconds: 0 }];
    },
  },
  {
    name: "undelivered",
    severity: "ERROR",
    title: "events are not delivered",
    when: "an event or message for a function is older than an hour",
    means:
      "It is delivered again until it is answered, and thrown away after a day. The reconciler does the work then, later.",
    todo: [
      "Is the function failing (another alert says so), or are its instances all busy with a flood of drops? Then wait.",
      "The pusher may not call it: `pulumi up` grants it again.",
      "`sluice status --env ID` shows what waits.",
    ],
    by: "subscription_id",
    hours: 6,
    counts: null,
    conditions: (watched) => {
      const subscription_id = subscriptionsOf(watched);
      const age = googles("pubsub.googleapis.com/subscription/oldest_unacked_message_age", { subscription_id });
      const query = `max by (subscription_id) (max_over_time(${age}[6h])) > ${HOUR}`;
      return [{ says: "the oldest is older than an hour", query, forSeconds: 0 }];
    },
  },
  counted({
    name: "fault",
    severity: "ERROR",
    title: "something failed that should not",
    when: "a line `fault` was written",
    means:
      "A fault of Sluice, or of one drop. The work is tried again; if it fails each time, the drop is given up and another alert says so.",
    todo: [
      "The line has name, message and place of what was thrown, and the drop or publication that it was about.",
      "`sluice status --env ID` shows whether anything waits because of it; `sluice ledger verify --env ID` whether anything is wrong.",
    ],
    by: null,
    counts: "faults",
  }),
  counted({
    name: "denied",
    severity: "ERROR",
    title: "an account lacks a right",
    when: "a service refused an account something that it must have",
    means: "The work waits until the right is there: it is tried again by the reconciler, and nothing is lost.",
    todo: [
      "The line names the account's function and what was refused; docs/iam.md has who must have what.",
      "`pulumi up` grants it again. If an organisation's policy takes it away, that must be mended first.",
    ],
    by: null,
    counts: "config_errors",
  }),
  counted({
    name: "forged",
    severity: "WARNING",
    title: "events are refused",
    when: "a function was called with what is no event of ours",
    means: "Somebody who may call a function sends it something else; or Google has changed a format.",
    todo: [
      "The lines say the reason: another bucket or topic, malformed, too large.",
      "Look who holds `roles/run.invoker` on the function: docs/iam.md has who should.",
    ],
    by: null,
    counts: "events_refused",
  }),
];
