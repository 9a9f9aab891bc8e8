import type { Scenario, Shown } from "./scenario.ts";

/** The numbered list of faults; what shows each is a test that runs with `npm test`. */
export const SCENARIOS: readonly Scenario[] = [
  {
    number: 1,
    scenario: "The same event twice, one after the other",
    expected: "the second is acknowledged and changes nothing: one output, one mail",
    shown: [{ file: "test/functions/chain.test.ts", title: /#1\b/ }],
  },
  {
    number: 2,
    scenario: "20 deliveries of one object at once, under different event ids",
    expected: "one claims it, the others are acknowledged; one report, one load",
    shown: [
      { file: "test/functions/chain.test.ts", title: /#2\b/ },
      { file: "test/chain/race.test.ts", title: /one splits, one publishes, one tells/ },
      { file: "test/protocol/protocol.test.ts", title: /^overlaps/ },
    ],
  },
  {
    number: 3,
    scenario: "The event path and a DAG go for one drop",
    expected: "one wins, the other finds what was done",
    shown: [{ file: "test/functions/chain.test.ts", title: /#3\b/ }],
  },
  {
    number: 4,
    scenario: "The event of an older generation comes after the newer one",
    expected: "SUPERSEDED; newer rows stay",
    shown: [{ file: "test/functions/chain.test.ts", title: /#4\b/ }],
  },
  {
    number: 5,
    scenario: "A name is uploaded again with other content, also meanwhile",
    expected: "a drop of its own, by the contract's policy; the newer rows win",
    shown: [
      { file: "test/functions/chain.test.ts", title: /#5\b/ },
      { file: "test/chain/any-order.test.ts", title: /./ },
    ],
  },
  {
    number: 6,
    scenario: "A name is uploaded again with the same bytes",
    expected: "DUPLICATE; no row changes",
    shown: [
      { file: "test/functions/chain.test.ts", title: /#6\b/ },
      { file: "test/run/same-bytes.test.ts", title: /./ },
    ],
  },
  {
    number: 7,
    scenario: "The object is written over between the event and the read",
    expected: "what was pinned is read or nothing: SUPERSEDED",
    shown: [{ file: "test/functions/chain.test.ts", title: /#7\b/ }],
  },
  {
    number: 8,
    scenario: "The object is deleted before it is read",
    expected: "GONE, acknowledged, told",
    shown: [{ file: "test/functions/chain.test.ts", title: /#8\b/ }],
  },
  {
    number: 9,
    scenario: "Events of other types, of parts, of markers, of outputs of our own",
    expected: "ignored by type and place; nothing runs in circles",
    shown: [{ file: "test/functions/chain.test.ts", title: /#9\b/ }],
  },
  {
    number: 10,
    scenario: "A forged event: foreign bucket or project, huge or missing fields, a generation beyond 2^53",
    expected: "refused and logged, acknowledged; the object itself is asked",
    shown: [
      { file: "test/functions/events.test.ts", title: /#10\b/ },
      { file: "test/functions/process.test.ts", title: /#10\b/ },
      { file: "test/functions/on-drop.test.ts", title: /#10\b/ },
    ],
  },
  death(11, "the claim"),
  death(12, "the copy to raw"),
  death(13, "the split"),
  death(14, "the outputs"),
  death(15, "the report", { file: "test/protocol/protocol.test.ts", title: /^lease clocks/ }),
  death(16, "the load, the look and the copies or the MERGE", {
    file: "test/protocol/protocol.test.ts",
    title: /^a warehouse that lies/,
  }),
  death(17, "DONE in the log"),
  death(
    18,
    "the mail",
    { file: "test/protocol/protocol.test.ts", title: /^messages/ },
    { file: "test/notify/deliver.test.ts", title: /took the mail/ },
  ),
  {
    number: 19,
    scenario: "SIGTERM in the middle: the framework ends at once",
    expected: "as SIGKILL",
    shown: [{ file: "test/functions/crashes.test.ts", title: /#19\b/ }],
  },
  {
    number: 20,
    scenario: "A worker past its time-out goes on after its successor",
    expected: "its writes meet a precondition; the successor's stand",
    shown: [
      { file: "test/functions/crashes.test.ts", title: /#20\b/ },
      { file: "test/chain/kills.test.ts", title: /stands still while another does all of it/ },
      { file: "test/protocol/protocol.test.ts", title: /^(lease clocks|publishers that stand still)/ },
    ],
  },
  {
    number: 21,
    scenario: "The answer is lost after the effect: put, job, launch, mail",
    expected: "asked whose it is, not done again; a mail goes out once more at most, under the same id",
    shown: [
      { file: "test/ports/objects-gcs-faults.test.ts", title: /acceptThenReset/ },
      { file: "test/ports/warehouse-bigquery-faults.test.ts", title: /acceptThenReset/ },
      { file: "test/ports/launcher-dataflow-faults.test.ts", title: /acceptThenReset/ },
      { file: "test/ports/mailer-sendgrid-faults.test.ts", title: /acceptThenReset/ },
      { file: "test/notify/deliver.test.ts", title: /took the mail/ },
      { file: "test/protocol/protocol.test.ts", title: /^a warehouse that lies/ },
    ],
  },
  {
    number: 22,
    scenario: "Nobody knows whether DONE was written",
    expected: "read back; staged files stay until it is known",
    shown: [{ file: "test/functions/chain.test.ts", title: /#22\b/ }],
  },
  {
    number: 23,
    scenario: "An object of the ledger is torn, or of a newer version",
    expected: "nothing is done with it, a person is told, nothing is written over it",
    shown: [
      { file: "test/cli/damage.test.ts", title: /is told with its cure/ },
      { file: "test/run/one-bad-drop.test.ts", title: /cannot be read/ },
    ],
  },
  {
    number: 24,
    scenario: "Many write one object's neighbours, and the store asks for patience",
    expected: "no update is lost; a 429 is waited out",
    shown: [{ file: "test/functions/chain.test.ts", title: /#24\b/ }],
  },
  {
    number: 25,
    scenario: "An event is never delivered",
    expected: "the reconciler finds the object in landing",
    shown: [{ file: "test/functions/chain.test.ts", title: /#25\b/ }],
  },
  {
    number: 26,
    scenario: "A file of no bytes, of fewer than 12, of the magic alone",
    expected: "FILE_EMPTY or NOT_PARQUET",
    shown: [{ file: "test/fixtures/drops.test.ts", title: /^(empty-file|three-bytes|magic-)/ }],
  },
  {
    number: 27,
    scenario: "A file cut off anywhere",
    expected: "TRUNCATED or CORRUPT, never half a result",
    shown: [{ file: "test/fixtures/drops.test.ts", title: /^truncated/ }],
  },
  {
    number: 28,
    scenario: "CSV, gzip or zip as .parquet; Parquet under another name",
    expected: "told by its bytes: NOT_PARQUET with what it is",
    shown: [{ file: "test/fixtures/drops.test.ts", title: /^(csv|gzip|zip|orc|json)/ }],
  },
  {
    number: 29,
    scenario: "A bit flips on the way",
    expected: "CHECKSUM_MISMATCH; the bytes read are those that were stored",
    shown: [
      { file: "test/fixtures/drops.test.ts", title: /bit-rot/ },
      { file: "test/ports/objects-gcs-faults.test.ts", title: /corrupt/ },
    ],
  },
  {
    number: 30,
    scenario: "An encrypted file, with either footer",
    expected: "ENCRYPTED",
    shown: [{ file: "test/fixtures/drops.test.ts", title: /encrypt/ }],
  },
  {
    number: 31,
    scenario: "A codec or encoding that is not read",
    expected: "UNSUPPORTED_CODEC from the footer, before anything is decoded",
    shown: [{ file: "test/fixtures/drops.test.ts", title: /codec-lzo|codec-lz4-legacy|codec-unknown/ }],
  },
  {
    number: 32,
    scenario: "A few KB that become 2 GiB",
    expected: "bounds of the footer and of the child's memory: a reason, no crash",
    shown: [{ file: "test/fixtures/drops.test.ts", title: /bomb/ }],
  },
  {
    number: 33,
    scenario: "Huge row groups, 10,000 columns, a footer without end",
    expected: "TOO_COMPLEX or the large route",
    shown: [
      { file: "test/fixtures/drops.test.ts", title: /made when needed/ },
      { file: "test/engine/footer.test.ts", title: /limits are kept/ },
    ],
  },
  {
    number: 34,
    scenario: "Columns nested 200 deep",
    expected: "the contract's policy; the stack holds",
    shown: [{ file: "test/fixtures/drops.test.ts", title: /deep/ }],
  },
  {
    number: 35,
    scenario: "A file on which DuckDB fails inside",
    expected: "a fresh process for the next: a good file works right after",
    shown: [{ file: "test/engine/engine.test.ts", title: /after a poison file the next good file works/ }],
  },
  {
    number: 36,
    scenario: "A decoder that gets past try and catch",
    expected: "the child dies, not the host: a reason",
    shown: [{ file: "test/engine/supervisor.test.ts", title: /dies is a refusal/ }],
  },
  {
    number: 37,
    scenario: "A footer that lies about rows or pages",
    expected: "FOOTER_LIES: rows are counted by decoding",
    shown: [
      { file: "test/fixtures/drops.test.ts", title: /^(rows-lie|schema-lie|dictionary-|pages-|chunks-)/ },
      { file: "test/engine/engine.test.ts", title: /statistics that lie/ },
    ],
  },
  {
    number: 38,
    scenario: "Columns added, removed, renamed, reordered, retyped, in other case, twice",
    expected: "the contract's policy of each; two of one name are refused",
    shown: [
      { file: "test/engine/match.test.ts", title: /policies/ },
      { file: "test/fixtures/drops.test.ts", title: /^(column|field|retyped|duplicate)-/ },
    ],
  },
  {
    number: 39,
    scenario: "Values at the edge of their types: decimals, uint64, INT96, nanoseconds, year 9999",
    expected: "lossless, or quarantined with the reason; never rounded in silence",
    shown: [{ file: "test/fixtures/drops.test.ts", title: /^(decimal|dates|int96|stamps|times|u64|i64)-/ }],
  },
  {
    number: 40,
    scenario: "Bytes that are no UTF-8, NUL, cells of megabytes",
    expected: "the row is quarantined; the report shows no raw bytes",
    shown: [{ file: "test/fixtures/drops.test.ts", title: /^(utf8|text)-|a text of 8 MiB/ }],
  },
  {
    number: 41,
    scenario: "NaN, infinities, -0.0",
    expected: "as the rules say; a NaN in a key is quarantined",
    shown: [{ file: "test/fixtures/drops.test.ts", title: /^(floats-|key-nan)/ }],
  },
  {
    number: 42,
    scenario: "Keys that are NULL or twice, in a file and across files",
    expected: "quarantined; of two rows the newer by the sequence",
    shown: [
      { file: "test/chain/any-order.test.ts", title: /./ },
      { file: "test/fixtures/drops.test.ts", title: /^key-/ },
    ],
  },
  {
    number: 43,
    scenario: "Late rows, clocks that are wrong by a day",
    expected: "order by the store's times; lateness by the contract's window",
    shown: [
      { file: "test/functions/chain.test.ts", title: /#43\b/ },
      { file: "test/fixtures/drops.test.ts", title: /^late$/ },
    ],
  },
  {
    number: 44,
    scenario: "Names of objects such as ../ or %2e%2e or of 1,024 bytes",
    expected: "local names are hashes; nothing is read or written elsewhere",
    shown: [{ file: "test/fixtures/drops.test.ts", title: /an object's name decides nothing/ }],
  },
  {
    number: 45,
    scenario: "A name that is a pattern: a*.parquet",
    expected: "one object is read",
    shown: [{ file: "test/engine/engine.test.ts", title: /an object name is never SQL nor a pattern/ }],
  },
  {
    number: 46,
    scenario: "A name that looks like Hive partitions: id=999/x.parquet",
    expected: "the file's own column counts",
    shown: [{ file: "test/fixtures/drops.test.ts", title: /an object's name decides nothing .*=/ }],
  },
  {
    number: 47,
    scenario: "SQL in names of columns or objects",
    expected: "one quoting function: it is a name",
    shown: [
      { file: "test/engine/engine.test.ts", title: /an object name is never SQL nor a pattern/ },
      { file: "test/fixtures/drops.test.ts", title: /^names-hostile$/ },
    ],
  },
  {
    number: 48,
    scenario: "HTML, formulas, line breaks or templates in values that a mail shows",
    expected: "escaped, masked, one line",
    shown: [
      { file: "test/notify/compose.test.ts", title: /is made of known tags alone/ },
      { file: "test/notify/words.test.ts", title: /./ },
    ],
  },
  {
    number: 49,
    scenario: "SendGrid is down or stands still for ten minutes",
    expected: "the ingest is done; the mail waits, asked again later",
    shown: [
      { file: "test/notify/deliver.test.ts", title: /does not answer/ },
      { file: "test/ports/mailer-sendgrid-faults.test.ts", title: /stall/ },
    ],
  },
  {
    number: 50,
    scenario: "SendGrid asks for patience, with a Reset in the past, in a year, or none",
    expected: "a wait with a bound",
    shown: [{ file: "test/ports/mailer-sendgrid.test.ts", title: /#50\b/ }],
  },
  {
    number: 51,
    scenario: "SendGrid refuses the key",
    expected: "read anew once, then silence for half an hour and a log line; no storm",
    shown: [
      { file: "test/ports/mailer-sendgrid.test.ts", title: /#51\b/ },
      { file: "test/notify/deliver.test.ts", title: /the key: one question/ },
    ],
  },
  {
    number: 52,
    scenario: "SendGrid refuses the mail: too large, or wrong",
    expected: "cut once, then dead with the page named",
    shown: [{ file: "test/notify/deliver.test.ts", title: /too large|for good/ }],
  },
  {
    number: 53,
    scenario: "5,000 bad files in a minute",
    expected: "a handful of mails, the rest counted in them",
    shown: [{ file: "test/functions/storm.test.ts", title: /#53\b/ }],
  },
  {
    number: 54,
    scenario: "BigQuery: quota, rate limit, backend error, a job that vanishes",
    expected: "deferred; a failed job gives way to the next id",
    shown: [
      { file: "test/functions/chain.test.ts", title: /#54\b/ },
      { file: "test/protocol/protocol.test.ts", title: /^a warehouse that lies/ },
    ],
  },
  {
    number: 55,
    scenario: "Dataflow: quota, queued then failed, a name that is taken, out of memory",
    expected: "deferred; asked until it ends; attempts have an end",
    shown: [{ file: "test/functions/chain.test.ts", title: /#55\b/ }],
  },
  {
    number: 56,
    scenario: "A drop on which every attempt fails by a fault of ours",
    expected: "POISON after three, told, acknowledged",
    shown: [
      { file: "test/functions/chain.test.ts", title: /#56\b/ },
      { file: "test/protocol/attempts.test.ts", title: /given up when three workers/ },
    ],
  },
  {
    number: 57,
    scenario: "A new version is deployed while an old one runs",
    expected: "a format that it does not know is left alone by either",
    shown: [{ file: "test/functions/versions.test.ts", title: /#57\b/ }],
  },
  {
    number: 58,
    scenario: "Disk or memory run out, a child is killed for it",
    expected: "a reason that says so, or a later attempt; nothing half done",
    shown: [
      { file: "test/engine/supervisor.test.ts", title: /eats memory is killed/ },
      { file: "test/fixtures/drops.test.ts", title: /kills its reader|bomb/ },
    ],
  },
  {
    number: 59,
    scenario: "Secrets on the way into logs: errors of clients, stacks, crashes",
    expected: "one serialiser takes them out: canaries are found nowhere",
    shown: [{ file: "test/functions/canaries.test.ts", title: /#59\b/ }],
  },
  {
    number: 60,
    scenario: "Values of people on the way into mails, reports, logs, labels, names",
    expected: "counts, rules, masks: canaries are found nowhere",
    shown: [
      { file: "test/functions/canaries.test.ts", title: /#60\b/ },
      { file: "test/chain/canaries.test.ts", title: /./ },
    ],
  },
  {
    number: 61,
    scenario: "An account lacks a right",
    expected: "said as a fault of the configuration, once; no storm",
    shown: [
      { file: "test/functions/denied.test.ts", title: /#61\b/ },
      { file: "test/functions/rights.test.ts", title: /#61\b/ },
      { file: "test/functions/accounts.test.ts", title: /#61\b/ },
    ],
  },
  {
    number: 62,
    scenario: "Events that are none: wrong type, batches, 10 MB",
    expected: "4xx; the instance lives on",
    shown: [
      { file: "test/functions/events.test.ts", title: /#62\b/ },
      { file: "test/functions/process.test.ts", title: /#62\b/ },
    ],
  },
  {
    number: 63,
    scenario: "Of several mails one fails",
    expected: "each on its own: the others go out",
    shown: [
      { file: "test/notify/deliver.test.ts", title: /other datasets beside it/ },
      { file: "test/ports/mailer-sendgrid.test.ts", title: /#63\b/ },
    ],
  },
  {
    number: 64,
    scenario: "Airflow: retries, backfills, overlapping runs, a DAG that is edited meanwhile",
    expected: "the same drop again is no work",
    shown: { notApplicable: "the DAGs come with 6 of 8; `step` alone is held by test/functions/step.test.ts" },
  },
];

/** Processes die at a step of the chain. */
function death(number: number, step: string, ...also: readonly Shown[]): Scenario {
  return {
    number,
    scenario: `SIGKILL before, in and after ${step}`,
    expected: "the event comes again or the reconciler goes on: the state of a run without deaths",
    shown: [
      { file: "test/functions/crashes.test.ts", title: new RegExp(`#${number}\\b`) },
      ...also,
      { file: "test/chain/kills.test.ts", title: /one process after the other dies/ },
    ],
  };
}
