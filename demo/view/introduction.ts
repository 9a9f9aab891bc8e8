import { styled, type Text, text } from "../../lakehouse/run/view/text.ts";
import { wrapped } from "./wrap.ts";

const WORDS = `Every morning two files arrive: yesterday's US flights, which are real, and the pings of a panel of phones, which are made up. Sluice holds each file against its contract (contracts/*.yaml), loads the good rows into a warehouse (here: DuckDB), keeps the bad ones in quarantine with their reasons, and mails the owner. On many days something goes wrong, once the worker itself is killed. The clock is put forward; all else is real.`;

/** What a newcomer needs to know to read the lines below. */
export function introduction(columns: number): Text[] {
  return [
    styled("bold", "A month in a lakehouse: January 2001, on this machine, with no cloud"),
    ...wrapped(text`${WORDS}`, Math.min(columns, 120), 0),
    text``,
  ];
}

/** `npm run demo -- --help`. */
export function help(columns: number): Text[] {
  return [
    text`npm run demo`,
    text``,
    ...introduction(columns),
    ...wrapped(
      text`It takes no arguments and about a minute. What it made before in out/demo is made anew; the files that arrive are in out/landing. It ends with commands to try next, and exits with 1 if anything that must hold does not.`,
      Math.min(columns, 120),
      0,
    ),
  ];
}
