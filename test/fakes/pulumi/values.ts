// Values as they go between a program and Pulumi's engine.

/** What nobody knows before it is made. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

export interface Plain {
  readonly value: unknown;
  /** Paths of what is kept secret: `secretData`, `env.KEY`. */
  readonly secrets: readonly string[];
}

/** Without the wrappers of secrets. */
export function plainOf(value: unknown, path = ""): Plain {
  const secrets: string[] = [];
  const walk = (part: unknown, at: string): unknown => {
    if (Array.isArray(part)) return part.map((item, index) => walk(item, `${at}[${index}]`));
    if (part === null || typeof part !== "object") return part;
    const members = part as Record<string, unknown>;
    if (members[SIGNATURE] === SECRET) {
      secrets.push(at);
      return walk(members.value, at);
    }
    return Object.fromEntries(
      Object.entries(members).map(([name, member]) => [name, walk(member, at === "" ? name : `${at}.${name}`)]),
    );
  };
  return { value: walk(value, path), secrets };
}

/**
 * What a preview tells of a resource: its inputs, and in blocks that the program has given also what the provider will
 * add there, which nobody knows yet. What is missing as a whole, the SDK takes for unknown by itself.
 */
export function planned(
  inputs: Readonly<Record<string, unknown>>,
  outputs: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, withUnknown(value, outputs[name])]));
}

function withUnknown(input: unknown, output: unknown): unknown {
  if (!isBlock(input) || !isBlock(output) || SIGNATURE in input) return input;
  const added = Object.keys(output).filter((name) => !(name in input));
  return { ...planned(input, output), ...Object.fromEntries(added.map((name) => [name, UNKNOWN])) };
}

function isBlock(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

export function secretValue(value: unknown): object {
  return { [SIGNATURE]: SECRET, value };
}
