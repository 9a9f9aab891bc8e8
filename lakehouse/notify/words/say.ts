import { grouped } from "./numbers.ts";
import { shownValue, visible } from "./visible.ts";

/** Words that a mail may hold: only the functions of this file make them, so that no data is in them unseen. */
export interface Said {
  readonly said: string;
}

/** say`rows of ${name}`: what stands in the source is trusted, what is put in is made visible, a Said stays as it is. */
export function say(strings: TemplateStringsArray, ...values: readonly (Said | string | number)[]): Said {
  return {
    said: strings.map((trusted, index) => trusted + (index < values.length ? put(values[index] ?? "") : "")).join(""),
  };
}

function put(value: Said | string | number): string {
  if (typeof value === "object") return value.said;
  return typeof value === "number" ? grouped(value) : visible(value);
}

export function joined(parts: readonly (Said | string)[], between: string): Said {
  return { said: parts.map(put).join(between) };
}

/** A value of a row, in marks. */
export function sayValue(value: string | null): Said {
  return { said: shownValue(value) };
}

/** A command to be copied: printable ASCII alone, so that what is seen is what runs. Null: it cannot be said so. */
export function sayCommand(command: string): Said | null {
  return /^[ -~]+$/.test(command) && visible(command) === command ? { said: command } : null;
}

/** What was made visible before and kept in a message: twice would not be the same as once. */
export function saidBefore(kept: string): Said {
  return { said: kept };
}

/** Of a person that the contract itself names: an address stays one. */
export function sayPerson(name: string): Said {
  return /^[\w.+-]+@[A-Za-z0-9.-]+$/.test(name) ? { said: name } : say`${name}`;
}
