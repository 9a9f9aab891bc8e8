/** How many fixes a day, and of which panel. The same settings give the same rows. */
export interface PingSettings {
  readonly seed: number;
  readonly rowsPerDay: number;
}

/** Where the panel's phones live: country, latitude, longitude. */
const CITIES = [
  ["DE", 52.52, 13.405],
  ["DE", 48.137, 11.575],
  ["DE", 53.551, 9.994],
  ["FR", 48.857, 2.352],
  ["FR", 45.764, 4.836],
  ["NL", 52.37, 4.895],
  ["ES", 40.417, -3.704],
  ["IT", 45.464, 9.19],
  ["PL", 52.23, 21.012],
  ["AT", 48.208, 16.373],
] as const;

const FIXES_PER_DEVICE = 25;

/**
 * A query for one day's fixes of a panel of phones, with `n`, the fix's number, and `luck`, an even number from 0 up to
 * 1000 that decides what goes wrong with it. Nothing is random: every value is a hash of seed, day and number. `from` to
 * `to` (excluded) are the numbers wanted; beyond the day's own stand fixes that phones kept back.
 */
export function pingsOf(day: string, settings: PingSettings, from = 0, to = settings.rowsPerDay): string {
  const { seed, rowsPerDay } = settings;
  const even = (what: string, salt: string) =>
    `(hash(concat_ws('/', ${seed}, ${what}, '${salt}')) % 1000003 / 1000003.0)`;
  const ofFix = (salt: string) => even(`'${day}', n`, salt);
  const ofDevice = (salt: string) => even("device", salt);
  const cities = CITIES.map(
    ([country, lat, lon]) => `{country: '${country}', lat: ${lat}::DOUBLE, lon: ${lon}::DOUBLE}`,
  );
  const devices = Math.max(1, Math.round(rowsPerDay / FIXES_PER_DEVICE));
  return `
  WITH fixes AS (
    SELECT n, n % ${devices} AS device, ${ofFix("luck")} * 1000 AS luck,
      ((${ofFix("t1")} + ${ofFix("t2")} + ${ofFix("t3")}) / 3 * 86399)::BIGINT AS second
    FROM range(${from}, ${to}) AS fix(n)
  ), placed AS (
    SELECT *, [${cities.join(", ")}][1 + floor(${ofDevice("city")} * ${CITIES.length})::BIGINT] AS city,
      (${ofFix("aps")} * 7)::BIGINT AS aps
    FROM fixes
  )
  SELECT n, luck,
    ${uuidOf(`concat_ws('/', ${seed}, '${day}', n)`)} AS ping_id,
    sha256(concat_ws('/', ${seed}, 'device', device)) AS device_id,
    (TIMESTAMP '${day} 00:00:00' + to_seconds(second))::TIMESTAMPTZ AS event_ts,
    round(city.lat + (${ofDevice("north")} - 0.5) * 0.3 + (${ofFix("north")} - 0.5) * 0.02, 6) AS lat,
    round(city.lon + (${ofDevice("east")} - 0.5) * 0.4 + (${ofFix("east")} - 0.5) * 0.03, 6) AS lon,
    round(3 + 400 * power(${ofFix("accuracy")}, 6), 1)::DOUBLE AS horizontal_accuracy_m,
    CASE WHEN ${ofDevice("os")} < 0.72 THEN 'android' ELSE 'ios' END AS os,
    city.country AS country_code,
    {level: (100 - second / 86400 * 80 * ${ofDevice("drain")})::BIGINT, charging: second < 6 * 3600} AS battery,
    list_transform(range(aps), lambda k: {bssid: ${bssidOf("concat_ws('/', device, k)")},
      rssi: -35 - (hash(concat_ws('/', ${seed}, '${day}', n, k)) % 55)::BIGINT}) AS wifi_aps
  FROM placed`;
}

/** A version 4 UUID made of a text's md5. */
function uuidOf(text: string): string {
  const hex = `md5(${text})`;
  return `concat(${hex}[1:8], '-', ${hex}[9:12], '-4', ${hex}[14:16], '-a', ${hex}[18:20], '-', ${hex}[21:32])`;
}

/** A Wi-Fi station's address, locally administered so that it is nobody's. */
function bssidOf(text: string): string {
  const hex = `md5(${text})`;
  return `concat_ws(':', '02', ${hex}[1:2], ${hex}[3:4], ${hex}[5:6], ${hex}[7:8], ${hex}[9:10])`;
}
