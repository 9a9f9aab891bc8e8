/** What a bench found, as out/bench.json keeps it. */
export interface Entry {
  readonly name: string;
  readonly rows: number;
  /** Wall clock of the measured side, the median of its runs. */
  readonly seconds: number;
  /** Of all its processes together; null where the system does not tell. */
  readonly cpu_seconds: number | null;
  /** Of its largest process. */
  readonly rss_mb: number | null;
  /** What it is held against, in the same run: wall clock, or CPU seconds where the ratio is of these. */
  readonly baseline_seconds: number;
  /** seconds / baseline_seconds, or cpu_seconds / baseline_seconds */
  readonly ratio: number;
  /** What the ratio compares; wall clock where nothing is said. */
  readonly by?: "cpu";
  /** Of the Parquet that was read, where throughput is asked for. */
  readonly bytes?: number;
}

export interface Found extends Omit<Entry, "name" | "rows" | "ratio"> {
  /** What it found beyond time, for whoever started it; it is not kept. */
  readonly told?: string;
}
export type Outcome = Found | { readonly skipped: string };

/** One line of the table. */
export interface Case {
  readonly name: string;
  readonly rows: number;
  /** Measures; `say` tells what it is busy with. */
  readonly run: (say: (doing: string) => void) => Promise<Outcome>;
}

/** What a file in bench/suites/ exports as `suite`. */
export interface Suite {
  /** One line for `--list`. */
  readonly about: string;
  /** Its cases at a size in millions of rows; null: at the sizes it is usually run at. */
  readonly cases: (millions: number | null) => readonly Case[];
  /** False: the sizes are in the names, MILLIONS means nothing to it. */
  readonly takesMillions: boolean;
}

export function entryOf(name: string, rows: number, found: Found): Entry {
  const places = (value: number, digits: number) => Number(value.toFixed(digits));
  const compared = found.by === "cpu" ? found.cpu_seconds : found.seconds;
  if (compared === null) throw new Error(`${name} compares what was not measured`);
  return {
    name,
    rows,
    seconds: places(found.seconds, 3),
    cpu_seconds: found.cpu_seconds === null ? null : places(found.cpu_seconds, 2),
    rss_mb: found.rss_mb === null ? null : Math.round(found.rss_mb),
    baseline_seconds: places(found.baseline_seconds, 3),
    ratio: places(compared / found.baseline_seconds, 3),
    ...(found.by && { by: found.by }),
    ...(found.bytes !== undefined && { bytes: found.bytes }),
  };
}
