/** One thing that goes wrong in the field: how often, in rows of 1000, and what then stands in the column. */
interface Fault {
  readonly story: string;
  readonly perMille: number;
  readonly column: string;
  readonly value: string;
}

/** A bad day: every row at most one fault, so that each rule's count can be read off this table. */
export const FAULTS: readonly Fault[] = [
  { story: "an old SDK sends the device id in capitals", perMille: 6, column: "device_id", value: "upper(device_id)" },
  { story: "the id was cut by a 32 character column", perMille: 1, column: "device_id", value: "device_id[1:32]" },
  { story: "a queue lost the id", perMille: 1, column: "ping_id", value: "NULL" },
  { story: "latitude and longitude in micro-degrees", perMille: 4, column: "lat", value: "lat * 1e6" },
  { story: "a division by zero in the filter", perMille: 1, column: "lon", value: "'NaN'::DOUBLE" },
  { story: "an emulator, no phone", perMille: 4, column: "os", value: "'emulator'" },
  { story: "country in small letters", perMille: 3, column: "country_code", value: "lower(country_code)" },
  { story: "country unknown", perMille: 60, column: "country_code", value: "'ZZ'" },
  { story: "accuracy −1 means that there was no fix", perMille: 3, column: "horizontal_accuracy_m", value: "-1" },
  { story: "battery 255 means unknown", perMille: 5, column: "battery", value: "{level: 255, charging: NULL}" },
  {
    story: "the phone's clock was reset",
    perMille: 2,
    column: "event_ts",
    value: "TIMESTAMPTZ '1970-01-01 00:00:09+00'",
  },
  { story: "the phone was off for five days", perMille: 7, column: "event_ts", value: "event_ts - INTERVAL 5 DAY" },
  {
    story: "signal strength lost its sign",
    perMille: 9,
    column: "wifi_aps",
    value:
      "list_transform(wifi_aps, lambda ap, k: {bssid: ap.bssid, rssi: CASE WHEN k = 1 THEN -ap.rssi ELSE ap.rssi END})",
  },
  {
    story: "an access point without an address",
    perMille: 2,
    column: "wifi_aps",
    value: "list_append(wifi_aps, {bssid: NULL, rssi: -60})",
  },
];

/** Rows at (0, 0): two columns at once, so not in the table above. */
const NULL_ISLAND = 3;
/** Rows that a retry sent twice. */
const TWICE = 4;

/** The query's rows with the faults put in; `luck` picks the fault. */
export function dirtied(query: string): string {
  let from = 0;
  const cases = new Map<string, string[]>();
  const put = (perMille: number, ...changes: readonly (readonly [column: string, value: string])[]) => {
    const picked = `luck >= ${from} AND luck < ${from + perMille}`;
    for (const [column, value] of changes) {
      cases.set(column, [...(cases.get(column) ?? []), `WHEN ${picked} THEN ${value}`]);
    }
    from += perMille;
  };
  for (const { perMille, column, value } of FAULTS) put(perMille, [column, value]);
  put(NULL_ISLAND, ["lat", "0"], ["lon", "0"]);
  const replaced = [...cases].map(([column, whens]) => `CASE ${whens.join(" ")} ELSE ${column} END AS ${column}`);
  return `
  SELECT * REPLACE (${replaced.join(",\n    ")}) FROM (${query})
  UNION ALL SELECT * FROM (${query}) WHERE luck >= ${1000 - TWICE}`;
}
