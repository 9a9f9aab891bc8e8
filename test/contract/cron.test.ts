import { describe, expect, test } from "@jest/globals";
import { firstFire, readCron } from "../../lakehouse/contract/cron.ts";

// The days of a month on which an expression fires, and when: as croniter, which Airflow uses, says it too.

const JULY = Array.from({ length: 31 }, (_, index) => `2001-07-${String(index + 1).padStart(2, "0")}`);

function fires(text: string, days: readonly string[] = JULY): string {
  const cron = readCron(text);
  if (!cron) return "no cron";
  const found = days.flatMap((day) => {
    const minute = firstFire(cron, day);
    return minute === null ? [] : [{ day: Number(day.slice(8)), time: `${Math.floor(minute / 60)}:${minute % 60}` }];
  });
  const times = [...new Set(found.map(({ time }) => time))];
  return `${found.length === days.length ? "daily" : found.map(({ day }) => day).join(" ")} ${times.join(" ")}`;
}

// July 2001 begins on a Sunday.
describe("an expression fires", () => {
  test.each([
    ["0 5 * * *", "daily 5:0"],
    ["30 4 * * MON-FRI", "2 3 4 5 6 9 10 11 12 13 16 17 18 19 20 23 24 25 26 27 30 31 4:30"],
    ["0 6 * * 0", "1 8 15 22 29 6:0"],
    ["0 6 * * 7", "1 8 15 22 29 6:0"],
    ["0 6 * * fri-7", "1 6 7 8 13 14 15 20 21 22 27 28 29 6:0"],
    ["0 6 1,15 * *", "1 15 6:0"],
    ["0 6 */10 * *", "1 11 21 31 6:0"],
    ["0 6 5/10 * *", "5 15 25 6:0"],
    ["0 6 10-20/5 * *", "10 15 20 6:0"],
    ["*/15 * * * *", "daily 0:0"],
    ["59 23,8 * JUL *", "daily 8:59"],
    ["0 5 * 6 *", " "],
    ["0 5 13 * FRI", "6 13 20 27 5:0"],
    ["0 5 30 2 *", " "],
  ])("%s: %s", (text, wanted) => expect(fires(text)).toBe(wanted));

  test("on the last day of February", () => {
    expect(fires("0 0 29 2 *", ["2000-02-29", "2001-03-01"])).toBe("29 0:0");
  });
});

test.each([
  "every day",
  "0 5 * *",
  "0 5 * * * *",
  "60 5 * * *",
  "0 24 * * *",
  "0 5 0 * *",
  "0 5 32 * *",
  "0 5 * 13 *",
  "0 5 * * 8",
  "0 5 * * FOO",
  "0 5 * JULY *",
  "0 5 * * FRI-MON",
  "*/0 5 * * *",
  "0 5 *-3 * *",
  "0 5,,6 * * *",
  "-1 5 * * *",
  "@daily",
  "",
])("%p is none", (text) => expect(readCron(text)).toBeNull());
