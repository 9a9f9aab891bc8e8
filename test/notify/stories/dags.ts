import { composeDags, type DagStory, type LyingNote } from "../../../lakehouse/notify/dags.ts";
import { composeDigest } from "../../../lakehouse/notify/digest.ts";
import { healthyAt } from "../../../lakehouse/notify/health.ts";
import type { DagNoteTold } from "../../../lakehouse/notify/message.ts";
import { allDatasets } from "../../../lakehouse/notify/recipients.ts";
import { draftedMessage } from "../drafted.ts";
import { CLOUD, planOf } from "./make.ts";

const now = "2001-01-06T07:30:00.000Z";
const plan = planOf("flights", CLOUD);

export function note(more: Partial<DagNoteTold> = {}): DagNoteTold {
  return {
    kind: "task",
    dataset: "flights",
    dag: "sluice_flights",
    run: "scheduled__2001-01-06T07:00:00+00:00",
    task: "launch",
    tries: 4,
    at: "2001-01-06T07:29:12.000Z",
    message: "HttpError 429: the quota of CPUs in europe-west1 is used up",
    link: "https://airflow.example.com/dags/sluice_flights/grid?task_id=launch",
    key: "5a1c0ffee5a1c0ffee5a1c0f",
    generation: "978766152000001",
    ...more,
  };
}

export const lying = (of: DagNoteTold, written = of.at): LyingNote => ({ note: of, written });

const health = healthyAt("2001-01-01T00:00:00.000Z");

/** A task has failed for good, and its run is late. */
export const dag: DagStory = {
  plan,
  flags: "",
  now,
  health,
  notes: [
    lying(note()),
    lying(note({ kind: "deadline", task: null, tries: 0, message: "it runs for 3 hours, 2 are given", link: null })),
  ],
};

/** Of no dataset: Airflow cannot read a plan. */
export const dagBroken: DagStory = {
  plan: allDatasets(CLOUD.id, ["airflow@example.com"], [plan]),
  flags: "",
  now,
  health,
  notes: [
    lying(
      note({
        kind: "import",
        dataset: null,
        dag: "plans/flights.json",
        run: null,
        task: null,
        tries: 0,
        message: "the plan is of format sluice/plan/2, which this DAG does not know",
        link: null,
      }),
    ),
  ],
};

/** The same again, three days in a row. */
export function dagDigest() {
  const drafts = ["03", "04", "05"].map((day) => {
    const at = `2001-01-${day}T07:29:12.000Z`;
    const again = note({ run: `scheduled__2001-01-${day}T07:00:00+00:00`, at });
    const known = { ...health, dags: [{ id: "task sluice_flights launch", at: "2001-01-02T07:30:00.000Z" }] };
    const story = { ...dag, now: `2001-01-${day}T09:00:00.000Z`, notes: [lying(again)], health: known };
    const draft = composeDags(story);
    if (!draft) throw new Error("nothing is told");
    return draftedMessage(draft, Number(day), story.now);
  });
  const days = { from: "2000-12-30", before: "2001-01-06" };
  const cost = {
    format: "sluice/week-cost/1",
    days,
    queries: 3.256,
    dataflow: 1,
    storage: 0.004,
    dollars: 4.26,
  } as const;
  return composeDigest({ plan, flags: "", now, noted: drafts, health, cost });
}
