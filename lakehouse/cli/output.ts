import { escapeJson } from "../run/view/escape.ts";
import { cut, type Text, text } from "../run/view/text.ts";
import { typedFor, typedValue } from "../run/view/typed.ts";
import { clearLine, render, terminalWidth, wantsColour } from "./terminal.ts";

/** What Sluice needs of a stream; process.stdout and a test's collector both are one. */
export interface Stream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

export interface Streams {
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** How a command speaks: results on stdout, everything about the work itself on stderr. */
export interface Output {
  readonly width: number;
  /** Lines for a person; nothing with --json. */
  print(lines: Text | readonly Text[]): void;
  /** The one value of --json, of which the first counts; nothing without. `text`: its JSON, where that is made elsewhere. */
  value(json: unknown, text?: string): void;
  /** JSON of a command that speaks nothing else, with --json or without; what could speak to a terminal is escaped. */
  document(json: string): void;
  /** A remark on stderr; nothing with --json. */
  note(line: Text): void;
  /** Where long work is: one line that changes on a terminal, else a line every few seconds. null: done. */
  progress(line: Text | null): void;
}

const lineEveryMs = 5_000;

/** `flag` names the lake that commands in what is said are meant for; null: they name it themselves. */
export function createOutput({ stdout, stderr, env }: Streams, json: boolean, flag: string | null = null): Output {
  const colours = { out: wantsColour(stdout.isTTY === true, env), err: wantsColour(stderr.isTTY === true, env) };
  const width = terminalWidth(stdout.columns);
  let lastLine = Date.now();
  let shown = false;
  let valued = false;

  return {
    width,
    print: (lines) => {
      if (json) return;
      clear();
      for (const line of Array.isArray(lines) ? lines : [lines]) stdout.write(`${render(typed(line), colours.out)}\n`);
    },
    value: (value, text = JSON.stringify(value, typedValue(flag), 2)) => {
      if (json && !valued) stdout.write(`${text}\n`);
      valued = true;
    },
    document: (text) => {
      clear();
      stdout.write(escapeJson(text));
    },
    note: (line) => {
      if (json) return;
      clear();
      stderr.write(`${render(typed(line), colours.err)}\n`);
    },
    progress: (line) => {
      if (json) return;
      if (line === null) clear();
      else if (stderr.isTTY === true) update(line);
      else everyFewSeconds(line);
    },
  };

  function typed(line: Text): Text {
    return { spans: line.spans.map(({ style, text }) => ({ style, text: typedFor(flag, text) })) };
  }

  function update(line: Text): void {
    stderr.write(clearLine + render(cut(line, terminalWidth(stderr.columns) - 1), colours.err));
    shown = true;
  }

  function everyFewSeconds(line: Text): void {
    if (Date.now() - lastLine < lineEveryMs) return;
    lastLine = Date.now();
    stderr.write(`${render(text`… ${line}`, false)}\n`);
  }

  function clear(): void {
    if (shown) stderr.write(clearLine);
    shown = false;
  }
}
