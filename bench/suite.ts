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
  /** Wall clock of what it is held against, in the same run. */
  readonly baseline_seconds: number;
  /** seconds / baseline_seconds */
  readonly ratio: number;
}

export type Outcome = Omit<Entry, "name" | "rows" | "ratio"> | { readonly skipped: string };

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

export function entryOf(name: string, rows: number, found: Exclude<Outcome, { skipped: string }>): Entry {
  const places = (value: number, digits: number) => Number(value.toFixed(digits));
  return {
    name,
    rows,
    seconds: places(found.seconds, 3),
    cpu_seconds: found.cpu_seconds === null ? null : places(found.cpu_seconds, 2),
    rss_mb: found.rss_mb === null ? null : Math.round(found.rss_mb),
    baseline_seconds: places(found.baseline_seconds, 3),
    ratio: places(found.seconds / found.baseline_seconds, 3),
  };
}
