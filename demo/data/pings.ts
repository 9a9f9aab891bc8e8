import { mkdir, readFile, truncate, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import { quoteText } from "../../lakehouse/plan/quote.ts";
import { type Sql, withDuckdb } from "./duckdb.ts";
import { dirtied } from "./ping-faults.ts";
import { pingsOf } from "./ping-rows.ts";

export interface PingSettings {
  readonly seed: number;
  readonly rowsPerDay: number;
}

type Kind = "clean" | "dirty" | "truncated" | "changed";

/** One week, Monday to Sunday, as such weeks go. */
export const WEEK: readonly { readonly day: string; readonly kind: Kind }[] = [
  { day: "2026-11-09", kind: "clean" },
  { day: "2026-11-10", kind: "clean" },
  { day: "2026-11-11", kind: "dirty" },
  { day: "2026-11-12", kind: "truncated" },
  { day: "2026-11-13", kind: "changed" },
  { day: "2026-11-14", kind: "clean" },
  { day: "2026-11-15", kind: "clean" },
];

/** The producer's next release came without a word: a column renamed, one retyped, one added. */
const CHANGED =
  "* EXCLUDE (lat, horizontal_accuracy_m), lat AS latitude, horizontal_accuracy_m::VARCHAR AS horizontal_accuracy_m, round(3.6 * hour(event_ts), 1) AS speed_kmh";

const PARQUET = "(FORMAT parquet, COMPRESSION snappy)";

/** Writes the week's drops `device_pings/dt=…/part-0.parquet` under `landing`. Same settings, same bytes. */
export async function generatePings(landing: string, settings: PingSettings): Promise<string> {
  const folder = join(landing, "device_pings");
  await withDuckdb(1, async (sql) => {
    for (const { day, kind } of WEEK) {
      const file = join(folder, `dt=${day}`, "part-0.parquet");
      await mkdir(dirname(file), { recursive: true });
      await writeDay(sql, file, day, kind, settings);
      const sent = new Date(Date.parse(day) + 26 * 3_600_000);
      await utimes(file, sent, sent);
    }
  });
  return folder;
}

async function writeDay(sql: Sql, file: string, day: string, kind: Kind, settings: PingSettings): Promise<void> {
  const rows = pingsOf(day, settings);
  const query = kind === "dirty" ? dirtied(rows) : rows;
  const columns = kind === "changed" ? CHANGED : "*";
  const inOrder = `SELECT * EXCLUDE (n, luck) FROM (${query}) ORDER BY event_ts, n`;
  await sql.run(`COPY (SELECT ${columns} FROM (${inOrder})) TO ${quoteText(file)} ${PARQUET}`);
  if (kind === "truncated") await truncate(file, Math.floor((await readFile(file)).length * 0.6));
}
