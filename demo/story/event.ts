/** What a line of the story is about. */
export const EVENT_KINDS = [
  "daily",
  "event twice",
  "corrupt file",
  "sent whole",
  "re-upload",
  "sent twice",
  "late rows",
  "SIGKILL",
  "resumed",
  "new column",
  "deployed",
  "bad rows",
  "replayed",
  "held",
  "accepted",
  "warning",
  "mail",
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** Something that happened, as out/demo/summary.json has it. */
export interface StoryEvent {
  /** In the story: RFC 3339 UTC. */
  readonly at: string;
  readonly kind: EventKind;
  /** Null: it is about the whole morning. */
  readonly dataset: string | null;
  /** What happened, in plain words. */
  readonly what: string;
  /** What Sluice did about it; null: the words above say it. */
  readonly did: string | null;
  /** Rows and other counts that the words tell of, by name. */
  readonly figures: Readonly<Record<string, number>>;
  /** It ended as the plot has it. */
  readonly asPlanned: boolean;
}
