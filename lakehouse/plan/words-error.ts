import { redact, withoutValues } from "./words-redact.ts";

/** What may be told of something that was thrown. */
export interface ErrorFacts {
  readonly name: string;
  /** Without values, secrets and persons. */
  readonly message: string;
  /** Of the system or the service: `ECONNRESET`, `403`. */
  readonly code?: string;
  /** Where it was thrown, as V8 writes it, with the message above. */
  readonly stack?: string;
  readonly cause?: ErrorFacts;
  /** Of several at once, the first ones. */
  readonly errors?: readonly ErrorFacts[];
}

const LONGEST_MESSAGE = 1_000;
const MOST_FRAMES = 20;
const DEEPEST = 3;
const MOST_ERRORS = 5;
/** A line of a message may begin with `at` too; what it says must not pass for a place in the code. */
const FRAME = /^ {4}at .*(?::\d+:\d+\)?|\((?:<anonymous>|native|index \d+)\))$/;
const CODE = /^[\w.-]{1,60}$/;

/**
 * Takes out of an error what people need, and nothing else: clients hang requests, keys and whole mails on theirs, and
 * quote rows in their messages.
 */
export function errorFacts(error: unknown, depth = 1): ErrorFacts {
  if (!(error instanceof Error)) return { name: typeof error, message: messageOf(textOf(error)) };
  const name = nameOf(error);
  const message = messageOf(textOf(error.message));
  const code = codeOf(error);
  const frames = framesOf(error);
  const deeper = depth < DEEPEST;
  const several = error instanceof AggregateError && Array.isArray(error.errors) ? error.errors : [];
  return {
    name,
    message,
    ...(code !== null && { code }),
    ...(frames.length > 0 && { stack: [`${name}: ${message}`, ...frames].join("\n") }),
    ...(deeper && error.cause != null && { cause: errorFacts(error.cause, depth + 1) }),
    ...(deeper &&
      several.length > 0 && { errors: several.slice(0, MOST_ERRORS).map((one) => errorFacts(one, depth + 1)) }),
  };
}

/** The same of a text that somebody made of an error: its message may run over lines, its frames begin with `at`. */
export function stackWithoutValues(text: string): string {
  const lines = text.split("\n");
  const at = lines.findIndex((line) => FRAME.test(line));
  const message = messageOf((at < 0 ? lines : lines.slice(0, at)).join("\n"));
  return [message, ...(at < 0 ? [] : framesIn(lines.slice(at)))].join("\n");
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "no error";
}

function nameOf(error: Error): string {
  return CODE.test(error.name) ? error.name : "Error";
}

function messageOf(text: string): string {
  const shown = withoutValues(text);
  return shown.length > LONGEST_MESSAGE ? `${shown.slice(0, LONGEST_MESSAGE)}…` : shown;
}

function codeOf(error: Error): string | null {
  const code = "code" in error ? error.code : "status" in error ? error.status : null;
  const text = typeof code === "number" ? String(code) : code;
  return typeof text === "string" && CODE.test(text) ? text : null;
}

/** Lines of the stack below the message, which it repeats as it was. */
function framesOf({ stack, message }: Error): string[] {
  if (typeof stack !== "string") return [];
  const at = stack.indexOf(message);
  return framesIn((at < 0 ? stack : stack.slice(at + message.length)).split("\n"));
}

function framesIn(lines: readonly string[]): string[] {
  return lines
    .filter((line) => FRAME.test(line))
    .slice(0, MOST_FRAMES)
    .map((line) => redact(line.trimEnd()));
}
