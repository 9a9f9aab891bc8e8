import { describe, expect, test } from "@jest/globals";
import { type Alert, mailsADay, policyArgs } from "../../../infra/operations/alert.ts";
import { ALERTS, alertsOf } from "../../../infra/operations/alerts.ts";
import { datasetAlerts } from "../../../infra/operations/dataset-alerts.ts";
import { METRICS } from "../../../lakehouse/plan/cloud/metrics.ts";
import { commandProblems, commandsIn } from "./commands.ts";
import { environment, KINDS } from "./environments.ts";
import { metricsIn, queryProblems, selected } from "./queries.ts";

const PROMISED = {
  dataset: "flights",
  landing: { pattern: "flights/{dt}/*.parquet", capturesDay: true, folder: "flights/" },
  sla: { expectedBy: "06:00Z", schedule: "0 5 * * *", latencyHours: 30, retentionDays: null },
};
const OF_A_DATASET = datasetAlerts(PROMISED);
const ALL: readonly Alert[] = [...ALERTS, ...OF_A_DATASET];
const dev = environment();

const conditionsOf = (alert: Alert) => KINDS.flatMap((watched) => alert.conditions(watched));

describe("alerts", () => {
  test("are told apart", () => {
    expect(new Set(ALL.map(({ name }) => name)).size).toBe(ALL.length);
    expect(new Set(ALL.map(({ title }) => title)).size).toBe(ALL.length);
    for (const { name } of ALL) expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  test.each(ALL.map((alert) => [alert.name, alert] as const))("%s asks for metrics that there are", (_, alert) => {
    const conditions = conditionsOf(alert);
    expect(conditions.length).toBeGreaterThan(0);
    for (const { query, forSeconds } of conditions) {
      expect({ query, problems: queryProblems(query, "dev") }).toEqual({ query, problems: [] });
      expect(forSeconds % 60).toBe(0);
      // What tells the incidents apart must be left by the query.
      if (alert.by !== null) expect(query).toContain(`by (${alert.by}`);
    }
  });

  test.each(ALL.map((alert) => [alert.name, alert] as const))(
    "%s says what to type, and `sluice` takes it",
    async (_, alert) => {
      const { documentation } = policyArgs(alert, dev) as { documentation: { content: string } };
      const { content } = documentation;
      expect(content).not.toMatch(/\b(ID|PROJECT|REGION)\b/);
      if (alert.by === "dataset") expect(content).not.toContain("DATASET");
      for (const command of commandsIn(content)) {
        expect({ command, problems: await commandProblems(command) }).toEqual({ command, problems: [] });
      }
    },
  );

  test.each(ALL.map((alert) => [alert.name, alert] as const))("%s is what Google takes", (_, alert) => {
    for (const watched of KINDS) {
      const args = policyArgs(alert, watched, "a".repeat(63)) as {
        conditions: readonly { displayName: string }[];
        documentation: { subject: string; content: string; links?: readonly { url: string }[] };
      };
      expect(args.conditions.length).toBeLessThanOrEqual(6);
      expect(new Set(args.conditions.map(({ displayName }) => displayName)).size).toBe(args.conditions.length);
      expect(Buffer.byteLength(args.documentation.content)).toBeLessThan(8_192);
      expect(args.documentation.subject.length).toBeLessThan(255);
      for (const { url } of args.documentation.links ?? []) expect(url.length).toBeLessThan(2_083);
    }
  });

  test("send one mail an incident, at its beginning, and few a day", () => {
    for (const alert of ALL) {
      expect(policyArgs(alert, dev).alertStrategy).toEqual({ autoClose: "1800s", notificationPrompts: ["OPENED"] });
      // Of drops and mails there may be thousands a day: at most four mails tell of them.
      if (alert.by === "dataset") expect(mailsADay(alert)).toBeLessThanOrEqual(4);
    }
  });

  test("each metric is looked at by an alert or a dashboard alone", () => {
    const seen = new Set(ALL.flatMap(conditionsOf).flatMap(({ query }) => metricsIn(query, "dev")));
    const unseen = METRICS.map(({ name }) => name).filter((name) => !seen.has(name));
    // Figures, and what other alerts tell of already.
    expect(unseen).toEqual([
      "rows_quarantined",
      "rows_loaded",
      "bytes_scanned",
      "publications_done",
      "publications_aborted",
      "mails_sent",
      "services_unavailable",
      "errors",
    ]);
  });
});

describe("an environment", () => {
  test.each([
    [{}, []],
    [{ orchestrator: "airflow-vm" }, ["machine-down", "airflow-unhealthy", "machine-full"]],
    [{ orchestrator: "airflow-vm", vmStarts: "05:00", vmStops: "20:00" }, ["airflow-unhealthy", "machine-full"]],
    [{ orchestrator: "composer" }, ["composer"]],
  ])("%j is watched for what it has", (settings, expected) => {
    const always = alertsOf(dev).map(({ name }) => name);
    const names = alertsOf(environment(settings)).map(({ name }) => name);
    expect(names.filter((name) => !always.includes(name))).toEqual(expected);
    expect(always.filter((name) => !names.includes(name))).toEqual([]);
  });

  test("hears of no other whose name begins as its own", () => {
    const [ours, theirs] = [environment({}, "dev"), environment({}, "dev-eu")];
    const wanted = alertsOf(ours)
      .flatMap((alert) => alert.conditions(ours))
      .map(({ query }) => query)
      .join("\n");
    const services = theirs.functions.map(({ target }) => `sluice-dev-eu-${target}`);
    const subscriptions = services.map((service) => `eventarc-europe-west1-${service}-123456-sub-789`);
    for (const [, label, pattern = ""] of wanted.matchAll(/(service_name|subscription_id)=~"([^"]+)"/g)) {
      const fits = new RegExp(`^(?:${pattern})$`);
      expect([...services, ...subscriptions].filter((name) => fits.test(name))).toEqual([]);
      const own = label === "service_name" ? "sluice-dev-publish" : "eventarc-europe-west1-sluice-dev-publish-1-sub-2";
      expect(own).toMatch(fits);
    }
    for (const { name } of selected(wanted)) expect(name).not.toContain("dev-eu");
  });

  test("is silent if any of its ticks is not answered", () => {
    const silent = ALERTS.find(({ name }) => name === "silent");
    expect(silent?.conditions(dev).map(({ says }) => says)).toEqual([
      "deliver-mail answers no tick",
      "publish answers no tick",
      "reconcile answers no tick",
    ]);
  });
});
