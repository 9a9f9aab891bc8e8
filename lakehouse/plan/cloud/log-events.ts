/**
 * What the code says in its log, by name: `event` of a line. Metrics and alerts are told by these names, so a name is
 * never used for something else.
 */
export const LOG_EVENTS = {
  "drop.moved": "a drop came into another state, round or attempt: one line each",
  "drop.split": "a round's report was written by this host",
  "drop.missing": "a drop that the contract expects by a time is not there; one line a day",
  "drop.unmatched": "an object in landing belongs to no dataset; told once",
  "event.ignored": "an event asks for nothing: a folder, a marker, our own output",
  "event.refused": "an event is malformed, or comes from elsewhere",
  "publication.moved": "a publication was begun, decided, or ended",
  "publication.stuck": "a publication waits for a person",
  "publication.resumed": "a person has looked at a stuck publication",
  "publication.waiting": "a publication waits for something other than a running job",
  "mail.moved": "a message of the outbox came into another state",
  "mail.denied": "the mail service refuses the key: nothing is sent for a while",
  "config.denied": "a service refused this account a right that it must have",
  "service.unavailable": "a service did not answer, also when asked again: the work is done later",
  fault: "something failed that should not: a fault of Sluice, or of one drop",
  "work.deferred": "time is nearly up: the rest is left to the next call",
  "function.called": "what a function did with one request",
  console: "something that a package printed",
} as const;

export type LogEvent = keyof typeof LOG_EVENTS;
