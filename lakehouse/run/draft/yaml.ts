// Just enough YAML for a draft: block maps written by hand, scalars and flow values quoted here.

export type FlowValue =
  | string
  | number
  | boolean
  | null
  | readonly FlowValue[]
  | { readonly [key: string]: FlowValue | undefined };

/** A number as the file has it, digit by digit: JavaScript would round those above 2^53. */
export function exact(digits: string): FlowValue {
  return { [exactDigits]: digits } as { readonly [key: string]: FlowValue };
}

const exactDigits = "\u0000digits";

/** `{pattern: "^[a-z]+$", maxLength: 12}` on one line. */
export function flow(value: FlowValue): string {
  if (typeof value === "string") return scalar(value);
  if (value === null || typeof value !== "object") return String(value);
  if (isList(value)) return `[${value.map(flow).join(", ")}]`;
  const digits = value[exactDigits];
  if (typeof digits === "string") return digits;
  const members = Object.entries(value).flatMap(([key, member]) =>
    member === undefined ? [] : [`${key}: ${flow(member)}`],
  );
  return `{${members.join(", ")}}`;
}

function isList(value: object): value is readonly FlowValue[] {
  return Array.isArray(value);
}

/** Plain where YAML reads it as the same text, else in double quotes, which YAML reads as JSON does. */
export function scalar(text: string): string {
  const plain = /^[A-Za-z_][A-Za-z0-9_./-]*$/.test(text) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(text);
  return plain ? text : JSON.stringify(text);
}

/** A line with its comment, aligned a little so that comments do not dance. */
export function commented(line: string, comment: string | null): string {
  return comment === null ? line : `${line.padEnd(56)} # ${comment.replace(/\p{Cc}/gu, " ")}`;
}
