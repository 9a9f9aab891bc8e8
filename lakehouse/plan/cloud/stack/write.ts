import { isMap, isScalar, type Pair, parseDocument, type Scalar, type YAMLMap } from "yaml";

// A setting is written into a file that people keep: nothing but its line is touched, whatever they wrote around it.

type Entry = Pair<Scalar, Scalar | null>;

/** The text with the setting below `config:`. Throws where the file is of a form in which it cannot be told apart. */
export function withSetting(text: string, name: string, value: string): string {
  const config: unknown = parseDocument(text).get("config", true);
  if (!isMap<Scalar, Scalar | null>(config)) throw cannotWrite(name, value);
  const entries = config.items.filter((entry): entry is Entry => isScalar(entry.key));
  const present = entries.find(({ key }) => key.value === name);
  const written = present ? replaced(text, present, value) : added(text, config, entries.at(-1), name, value);
  if (!saysOnly(text, written, name, value)) throw cannotWrite(name, value);
  return written;
}

function cannotWrite(name: string, value: string): Error {
  return new Error(`the file has a form in which no line can be changed alone → write it: ${name}: ${value}`);
}

function replaced(text: string, { key, value: old }: Entry, value: string): string {
  const [start, end] = endsOf(old) ?? [0, 0];
  const before = text.slice(start, end);
  // Without a value there need not be a blank behind the colon either.
  const colon = endsOf(key)?.[1] ?? 0;
  if (before === "") return splice(text, colon, colon + 1, `: ${value}`);
  const isQuoted = /^["']/.test(before);
  const lineEnd = /\r?\n$/.exec(before)?.[0] ?? "";
  return splice(text, start, end, (isQuoted ? JSON.stringify(value) : value) + lineEnd);
}

/** Behind the last setting. */
function added(text: string, config: YAMLMap, last: Entry | undefined, name: string, value: string): string {
  const [start, behind] = [config.range?.[0] ?? 0, endsOf(last?.value ?? last?.key)?.[1] ?? 0];
  if (config.flow) {
    const pair = `${JSON.stringify(name)}: ${JSON.stringify(value)}`;
    return last ? splice(text, behind, behind, `, ${pair}`) : splice(text, start + 1, start + 1, pair);
  }
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const line = `${text.slice(lineStart, start)}${name}: ${value}`;
  const next = text[behind - 1] === "\n" ? behind : text.indexOf("\n", behind) + 1;
  return next > 0 ? splice(text, next, next, line + eol) : `${text}${eol}${line}${eol}`;
}

function endsOf(node: { readonly range?: readonly number[] | null } | null | undefined): [number, number] | null {
  const [start, end] = node?.range ?? [];
  return start === undefined || end === undefined ? null : [start, end];
}

function splice(text: string, start: number, end: number, put: string): string {
  return text.slice(0, start) + put + text.slice(end);
}

/** The new text says of everything else what the old one said. */
function saysOnly(before: string, after: string, name: string, value: string): boolean {
  const document = parseDocument(after);
  if (document.errors.length > 0 || document.getIn(["config", name]) !== value) return false;
  const rest = (text: string) => {
    const other = parseDocument(text);
    other.deleteIn(["config", name]);
    return JSON.stringify(other.toJS());
  };
  return rest(before) === rest(after);
}
