const DAY = 86_400_000;

/** Days since 1970-01-01 of `YYYY-MM-DD`. */
export function dayOf(text: string): bigint {
  const [year = 0, month = 1, day = 1] = text.split("-").map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return BigInt(date.getTime() / DAY);
}

/** Microseconds since midnight of `HH:MM:SS[.ffffff]`. */
export function timeOf(text: string): bigint {
  const [clock = "", part = ""] = text.split(".");
  const [hours = 0n, minutes = 0n, seconds = 0n] = clock.split(":").map(BigInt);
  return ((hours * 60n + minutes) * 60n + seconds) * 1_000_000n + BigInt(part.padEnd(6, "0"));
}

/** Microseconds since 1970 of `YYYY-MM-DDTHH:MM:SS[.ffffff][Z]`, in UTC. */
export function stampOf(text: string): bigint {
  const [day = "", clock = ""] = text.replace("Z", "").split("T");
  return dayOf(day) * 86_400_000_000n + timeOf(clock);
}

/** The day, counted from 1970, that a moment in microseconds falls into. */
export function dayOfStamp(micros: bigint): bigint {
  const perDay = 86_400_000_000n;
  return micros >= 0n ? micros / perDay : -((-micros + perDay - 1n) / perDay);
}
