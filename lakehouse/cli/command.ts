import type { ExitCode } from "./exit.ts";
import type { Output } from "./output.ts";

export interface Argument {
  readonly name: string;
  readonly meaning: string;
  readonly required: boolean;
  readonly many: boolean;
}

/** A flag: `switch` stands alone, the others take a value that must read as their kind. */
export type Flag =
  | { readonly kind: "switch"; readonly meaning: string }
  | { readonly kind: "text"; readonly value: string; readonly meaning: string; readonly default?: string }
  | {
      readonly kind: "count";
      readonly value: string;
      readonly meaning: string;
      readonly default?: number;
      readonly least: number;
    }
  /** `2TB`, `500 MB`, `750000`: decimal units. */
  | { readonly kind: "bytes"; readonly value: string; readonly meaning: string }
  /** RFC 3339 with a zone, or a day, read as 00:00 UTC. */
  | { readonly kind: "instant"; readonly value: string; readonly meaning: string };

export type Flags = Readonly<Record<string, Flag>>;

type ValueOf<F extends Flag> = F extends { kind: "switch" }
  ? boolean
  : F extends { kind: "count"; default: number }
    ? number
    : F extends { kind: "count" | "bytes" }
      ? number | undefined
      : F extends { kind: "text"; default: string }
        ? string
        : string | undefined;

export type FlagValues<F extends Flags> = { readonly [K in keyof F]: ValueOf<F[K]> };

/** Flags that every command has. */
export interface Root {
  /** The environment: `local`, or one in the cloud. */
  readonly env: string;
  /** The lake's folder, as typed. */
  readonly lake: string;
  readonly json: boolean;
  /** Folder of contracts, absolute. */
  readonly contracts: string;
}

export interface Context<F extends Flags = Flags> {
  readonly args: readonly string[];
  readonly flags: FlagValues<F>;
  readonly root: Root;
  readonly cwd: string;
  readonly output: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** What a command is for, in the order in which one meets them. */
export const TOPICS = ["Contracts", "Data", "Operating", "For machines"] as const;
export type Topic = (typeof TOPICS)[number];

interface CommandOf<F extends Flags> {
  /** The word to type; equals the file's name. */
  readonly name: string;
  readonly summary: string;
  /** Where the overview lists it. */
  readonly topic: Topic;
  /** Teaches: what happens, two or three examples, what the exit code says. */
  readonly help: string;
  readonly arguments: readonly Argument[];
  readonly flags: F;
  /** True: it works with an environment in the cloud too. */
  readonly clouds?: true;
  run(context: Context<F>): Promise<ExitCode>;
}

export type Command = CommandOf<Flags>;

/** Gives `run` its flags by their own types; the parser has made the values so. */
export function command<const F extends Flags>(value: CommandOf<F>): Command {
  return { ...value, run: (context) => value.run(context as Context<F>) };
}
