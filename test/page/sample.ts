// A month of two datasets and a derived table, made up but counting right: for looking at the page.
import type {
  DatasetState,
  DayState,
  DerivedState,
  DropLine,
  MailState,
  PageState,
  PublicationLine,
  RuleState,
} from "../../lakehouse/run/page/state.ts";

/** The same numbers every time. */
function dice(seed: number): (low: number, high: number) => number {
  let state = seed;
  return (low, high) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return low + Math.floor((state / 2 ** 32) * (high - low + 1));
  };
}

const start = Date.UTC(2001, 0, 1);
const dayAt = (index: number) => new Date(start + index * 86_400_000).toISOString().slice(0, 10);
const keyOf = (dataset: string, index: number) =>
  Buffer.from(`${dataset}${index}`.padStart(12, "k")).toString("hex").slice(0, 24);

interface Plot {
  readonly name: string;
  readonly days: number;
  readonly dropsADay: number;
  readonly rows: readonly [low: number, high: number];
  readonly bad: readonly [low: number, high: number];
  readonly duplicates: readonly [low: number, high: number];
  readonly rules: readonly RuleState[];
  readonly seed: number;
}

/** What its drops, days, failures and publications follow from: everything is committed, until a story changes it. */
export function grow(
  plot: Plot,
): Pick<DatasetState, "days" | "drops" | "failures" | "publications" | "sums" | "rules"> {
  const roll = dice(plot.seed);
  const drops: DropLine[] = [];
  const failures: DatasetState["failures"][number][] = [];
  for (let index = 0; index < plot.days * plot.dropsADay; index++) {
    const day = dayAt(Math.floor(index / plot.dropsADay));
    const rowsIn = roll(...plot.rows);
    const quarantined = Math.min(roll(...plot.bad), rowsIn);
    const duplicates = roll(...plot.duplicates);
    plot.rules.forEach(({ id }, rank) => {
      const failed = Math.floor(quarantined / 2 ** (rank + 1)) * (roll(0, 2) === 0 ? 0 : 1);
      if (failed > 0) failures.push({ day, rule: id, failed });
    });
    drops.push({
      key: keyOf(plot.name, index),
      name: `${plot.name}/dt=${day}/part-${String(index % plot.dropsADay).padStart(3, "0")}.parquet`,
      day,
      arrived: `${day}T05:${String(roll(0, 59)).padStart(2, "0")}:11Z`,
      state: "COMMITTED",
      round: 1,
      rows: { in: rowsIn, good: rowsIn - quarantined, quarantined, loaded: rowsIn - quarantined - duplicates },
      reason: null,
      publication: index + 1,
      replacedIn: null,
      replayOf: null,
      commands: [],
    });
  }
  return {
    ...summed(drops),
    drops,
    failures,
    publications: drops.map((drop) => publicationOf(drop, plot)),
    rules: plot.rules,
  };
}

function publicationOf({ rows, arrived, publication }: DropLine, { name }: Plot): PublicationLine {
  const number = publication ?? 0;
  const steps = ["load", "look", "copy-0"];
  return {
    number,
    state: "DONE",
    drops: 1,
    partitions: { appended: 1, merged: 0, replaced: 0 },
    loaded: rows?.loaded ?? 0,
    duplicates: duplicatesOf(rows),
    updated: 0,
    replaced: 0,
    bytesScanned: (rows?.in ?? 0) * 16,
    created: arrived,
    committed: arrived.replace(":11Z", ":49Z"),
    jobs: steps.map((step) => `sluice-demo-${name}-5f0c91aa-${number}-${step}-0`),
    note: null,
  };
}

function duplicatesOf(rows: DropLine["rows"]): number {
  return rows === null || rows.loaded === null ? 0 : rows.good - rows.loaded;
}

/** Sums of what was committed and what waits. */
export function summed(drops: readonly DropLine[]): Pick<DatasetState, "days" | "sums"> {
  const days = [...Map.groupBy(drops, ({ day }) => day)].map(([day, those]): DayState => {
    const counted = those.filter(({ state }) => state === "COMMITTED" || state === "HELD" || state === "READY");
    const of = (count: (rows: NonNullable<DropLine["rows"]>, drop: DropLine) => number) =>
      counted.reduce((sum, drop) => sum + (drop.rows ? count(drop.rows, drop) : 0), 0);
    const committed = (drop: DropLine) => drop.state === "COMMITTED";
    return {
      day,
      drops: those.length,
      rowsIn: of((rows) => rows.in),
      loaded: of((rows, drop) => (committed(drop) ? (rows.loaded ?? 0) : 0)),
      quarantined: of((rows, drop) => (committed(drop) ? rows.quarantined : 0)),
      duplicates: of((rows, drop) => (committed(drop) ? duplicatesOf(rows) : 0)),
      undivided: 0,
      waiting: of((rows, drop) => (committed(drop) ? 0 : rows.in)),
    };
  });
  const sum = (count: (day: DayState) => number) => days.reduce((total, day) => total + count(day), 0);
  const loaded = sum((day) => day.loaded);
  return {
    days,
    sums: {
      rowsIn: sum((day) => day.rowsIn),
      loaded,
      quarantined: sum((day) => day.quarantined),
      duplicates: sum((day) => day.duplicates),
      undivided: 0,
      waiting: sum((day) => day.waiting),
      published: loaded,
      updated: 0,
      replaced: 0,
      replacedDrops: 0,
      replayed: 0,
      table: loaded,
    },
  };
}

function rule(id: string, column: string | null, severity: RuleState["severity"], description: string): RuleState {
  return { id, column, severity, description, businessImpact: null, masked: false, notes: [], samples: [] };
}

const flightRules: readonly RuleState[] = [
  {
    ...rule("arr_delay_range", "arr_delay", "error", "arr_delay is from -120 to 2,880"),
    samples: [
      { drop: "flights/dt=2001-01-14/part-000.parquet", row: 8841, path: "arr_delay", value: "-1403" },
      { drop: "flights/dt=2001-01-22/part-000.parquet", row: 12, path: "arr_delay", value: "-1288" },
      { drop: "flights/dt=2001-01-22/part-000.parquet", row: 15203, path: "arr_delay", value: null },
      { drop: "flights/dt=2001-01-23/part-000.parquet", row: 377, path: "arr_delay", value: "-1391" },
    ],
  },
  {
    ...rule(
      "time_made_up",
      null,
      "warning",
      "A flight is at most half an hour and its own flying time (at 500 miles an hour) early.",
    ),
    businessImpact: "Early arrivals that cannot be hide real delays in the averages.",
  },
  rule("goes_somewhere", null, "error", "A flight does not end where it began."),
  rule("origin_pattern", "origin", "error", "origin matches ^[A-Z]{3}$"),
  rule("very_late", "arr_delay", "warning", "A flight arrives at most 12 hours late."),
];

const pingRules: readonly RuleState[] = [
  {
    ...rule("null_island", null, "error", "A fix does not lie at latitude 0, longitude 0."),
    businessImpact: "Fake (0,0) fixes inflate Gulf-of-Guinea footfall.",
    samples: [
      { drop: "device_pings/dt=2001-01-19/part-000.parquet", row: 20418, path: "latitude", value: "0.0" },
      { drop: "device_pings/dt=2001-01-19/part-000.parquet", row: 20419, path: "latitude", value: "0.0" },
    ],
  },
  {
    ...rule("device_id_pattern", "device_id", "error", "device_id matches ^[0-9a-f]{64}$"),
    masked: true,
    samples: [
      { drop: "device_pings/dt=2001-01-11/part-001.parquet", row: 4, path: "device_id", value: "••••••••(36)" },
    ],
  },
  rule("wifi_rssi_range", "wifi_aps", "error", "wifi_aps[].rssi is from -127 to 0"),
  rule("late", "event_ts", "error", "event_ts is not older than 3 days before the arrival day"),
  rule("accuracy_nulls", "horizontal_accuracy_m", "warning", "Less than 2 % of horizontal_accuracy_m are missing."),
];

function flights(): DatasetState {
  const grown = grow({
    name: "flights",
    days: 31,
    dropsADay: 1,
    rows: [13_800, 17_900],
    bad: [0, 40],
    duplicates: [0, 3],
    rules: flightRules,
    seed: 7,
  });
  const drops = grown.drops.map((drop, index): DropLine => (index === 23 ? { ...drop, ...corrupt } : drop));
  const publications = grown.publications.filter(({ number }) => number !== 24);
  return {
    name: "flights",
    title: "US domestic flights",
    description: "Every flown US domestic flight of the first half of 2001, one file a day.",
    owner: "aviation-data",
    health: { state: "good", since: null, sentence: "The newest day was published 38 seconds after it arrived." },
    ...grown,
    ...summed(drops),
    drops,
    publications,
  };
}

const corrupt = {
  state: "REJECTED",
  rows: null,
  publication: null,
  reason: {
    code: "TRUNCATED",
    message: "The file ends before its footer: 412,160 of 418,732 bytes arrived.",
    cure: "Upload it again under the same name.",
  },
  commands: ["npx sluice replay 66c696768747332330000000 --dataset flights"],
} as const satisfies Partial<DropLine>;

function pings(): DatasetState {
  const grown = grow({
    name: "device_pings",
    days: 31,
    dropsADay: 2,
    rows: [9_000, 48_000],
    bad: [20, 900],
    duplicates: [0, 260],
    rules: pingRules,
    seed: 3,
  });
  const drops = grown.drops.map(
    (drop, index): DropLine =>
      index === 59 ? { ...drop, ...tripped(drop) } : index === 60 ? { ...drop, ...again } : drop,
  );
  const publications = grown.publications
    .filter(({ number }) => number !== 60)
    .map(
      (line): PublicationLine =>
        line.number % 9 === 0
          ? {
              ...line,
              partitions: { appended: 0, merged: 2, replaced: 0 },
              updated: 214,
              jobs: [...line.jobs.slice(0, 2), line.jobs[2]?.replace("copy-0", "merge") ?? ""],
            }
          : line,
    );
  const { days, sums } = summed(drops);
  const updated = publications.reduce((sum, line) => sum + line.updated, 0);
  return {
    name: "device_pings",
    title: "Device pings",
    description: "Daily drop of mobile-device geolocation pings, one row per fix.",
    owner: "mobility-platform",
    health: {
      state: "held",
      since: "2001-01-30",
      sentence: "One drop waits for a decision: 31 % of its rows broke rules, 20 % are allowed.",
    },
    ...grown,
    days,
    sums: { ...sums, updated, replayed: 412, table: sums.loaded - updated },
    drops,
    publications,
  };
}

function heldRows(all: number): DropLine["rows"] {
  const quarantined = Math.round(all * 0.31);
  return { in: all, good: all - quarantined, quarantined, loaded: null };
}

function tripped({ key, rows }: DropLine) {
  return {
    state: "HELD",
    rows: heldRows(rows?.in ?? 0),
    publication: null,
    reason: {
      code: "CIRCUIT_BREAKER",
      message: "31.0 % of the rows would be quarantined; the contract allows 20 %.",
      cure: "Accept the drop if the rows may wait in quarantine, else reject it and ask the producer for a new one.",
    },
    commands: [
      `npx sluice hold accept ${key} --dataset device_pings`,
      `npx sluice hold reject ${key} --dataset device_pings`,
    ],
  } as const;
}

const again = { round: 2, replayOf: "device_pings/dt=2001-01-12/part-000.parquet" } as const;

const airportDays: DerivedState = {
  name: "airport_days",
  title: "Airport days",
  description: "Flights and average arrival delay per origin airport and day.",
  health: { state: "good", since: null, sentence: "Made from all that its input has published." },
  inputs: ["flights"],
  partitions: 30,
  rows: 6_412,
  publication: 30,
  made: "2001-01-31T05:52:03Z",
};

const mails: readonly MailState[] = [
  ["flights", "refused", "[demo] flights: part-000.parquet of 24 Jan was refused (TRUNCATED)", "2001-01-24T05:31:12Z"],
  ["flights", "recovery", "[demo] flights: good again after 1 run", "2001-01-25T05:22:40Z"],
  ["device_pings", "digest", "[demo] device_pings: 3 warnings on 28 Jan", "2001-01-29T00:00:04Z"],
  [
    "device_pings",
    "held",
    "[demo] device_pings: HELD, 31 % of 30 Jan would be quarantined (20 % allowed)",
    "2001-01-30T05:44:02Z",
  ],
].map(([dataset = "", kind = "", subject = "", created = ""], index) => {
  const file = `mail/${index + 1}-${kind}.eml`;
  return { number: index + 1, dataset, kind, subject, created, state: "SENT", note: null, file };
});

export function sampleState(): PageState {
  return {
    title: "A month in a lakehouse",
    environment: "demo",
    madeAt: "2001-02-01T06:00:00Z",
    datasets: [flights(), pings()],
    derived: [airportDays],
    checks: [],
    mails,
  };
}

/** Half a year of a busy dataset: 400 drops over 180 days, each with its reason. */
export function bigState(): PageState {
  const plot = {
    name: "busy",
    days: 180,
    dropsADay: 1,
    rows: [1_000, 900_000],
    bad: [0, 20_000],
    duplicates: [0, 500],
    rules: [...flightRules, ...pingRules],
    seed: 11,
  } as const;
  const first = grow(plot);
  const more = grow({ ...plot, dropsADay: 2, seed: 12 }).drops.slice(0, 220);
  const drops = [...first.drops, ...more].map(
    (drop, index): DropLine => ({ ...drop, key: keyOf("busy", index), reason: corrupt.reason }),
  );
  const dataset = { ...first, ...summed(drops), drops, name: "busy", title: "Busy", description: null, owner: null };
  const health = { state: "good", since: null, sentence: "All is well." } as const;
  return { ...sampleState(), datasets: [{ ...dataset, health }] };
}
