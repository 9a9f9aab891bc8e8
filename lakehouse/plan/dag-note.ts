import { z } from "zod";

/** `task`: its last try failed. `deadline`: a run takes longer than it was given. `import`: Airflow cannot make a DAG of what it reads. */
export const DAG_NOTE_KINDS = ["task", "deadline", "import"] as const;

/** Airflow's names are no longer. */
const name = z.string().min(1).max(250);

/**
 * What a DAG tells when it cannot go on: an object of the outbox, written once by Airflow's account, which may write there
 * and nothing else. It becomes a mail, and goes.
 */
export const DagNoteSchema = z.strictObject({
  format: z.literal("sluice/dag-note/1"),
  kind: z.enum(DAG_NOTE_KINDS),
  /** Null: of no dataset, as a plan that no DAG can be made of. */
  dataset: name.nullable(),
  dag: name,
  /** Airflow's id of the run; null: of none. */
  run: name.nullable(),
  task: name.nullable(),
  /** How often it was tried. */
  tries: z.number().int().nonnegative(),
  /** By Airflow's clock, RFC 3339. */
  at: z.iso.datetime({ offset: true }),
  /** Without secrets and values of rows. */
  message: z.string().max(2000),
  /** Airflow's page of the log. */
  link: z.string().max(2000).nullable(),
});
export type DagNote = z.infer<typeof DagNoteSchema>;
