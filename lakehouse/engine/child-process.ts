import { type ChildProcess, spawn } from "node:child_process";
import { getCompileCacheDir } from "node:module";
import { fileURLToPath } from "node:url";
import { AnswerSchema } from "./answers.ts";
import { residentBytes } from "./memory.ts";
import type { Answer, Refusal, Request } from "./protocol.ts";
import { CURE } from "./refused.ts";

const START = fileURLToPath(new URL("./child/start.mjs", import.meta.url));
const WATCH_EVERY = 100;
const START_WITHIN = 60_000;
const MOST_STDERR = 8_192;
const MOST_LINE = 64 * 1024 * 1024;
const HEAP_MB = 256;

export interface ChildLimits {
  readonly timeoutSeconds: number;
  readonly rssMb: number;
  readonly child?: ChildCommand;
}

/** Another program that speaks the protocol of protocol.ts: the Python host's child, and those of tests. */
export type ChildCommand = readonly [program: string, ...args: string[]];

/** The installation is at fault, not the drop. */
export class ChildNotStarted extends Error {
  override readonly name = "ChildNotStarted";
}

/** Nobody wants the answer any more. It says nothing of the drop, and must never become a verdict. */
export class CalledOff extends Error {
  override readonly name = "CalledOff";
  constructor() {
    super("the work was called off");
  }
}

interface Pending {
  readonly id: number;
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/**
 * One child process. It answers one request at a time; whatever goes wrong in it (silence, too much memory, death,
 * garbage) ends it and becomes a refusal, which is an ordinary answer.
 */
export class EngineChild {
  readonly #process: ChildProcess;
  readonly #limits: ChildLimits;
  #ready = false;
  #buffered: Buffer[] = [];
  #bufferedBytes = 0;
  #stderr = "";
  #pending: Pending | null = null;
  #ending: Refusal | CalledOff | null = null;
  #over = false;
  #lastId = 0;
  #timer: NodeJS.Timeout | undefined;
  /** Settles when the process is no more. */
  readonly gone: Promise<void>;

  constructor(limits: ChildLimits) {
    this.#limits = limits;
    // Its own process group, so that nothing it may start survives it; no environment; no descriptors but three pipes.
    const [program, ...args] = limits.child ?? ownCommand();
    this.#process = spawn(program, args, {
      env: {},
      stdio: ["pipe", "pipe", "pipe"],
      detached: true,
      windowsHide: true,
    });
    this.#process.stdout?.on("data", (chunk: Buffer) => this.#read(chunk));
    this.#process.stderr?.on("data", (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString("latin1")).slice(-MOST_STDERR);
    });
    this.#process.stdin?.on("error", () => {}); // it died; `close` says how
    this.gone = new Promise((resolve) => {
      this.#process.on("error", (error) => {
        this.#end(null, null, error);
        resolve();
      });
      this.#process.on("close", (code, signal) => {
        this.#end(code, signal, null);
        resolve();
      });
    });
  }

  /** False after anything went wrong: such a child is not asked again. */
  get usable(): boolean {
    return !this.#over && this.#ending === null;
  }

  async ask(request: Request): Promise<Answer> {
    const id = ++this.#lastId;
    const answer = new Promise<Answer>((resolve, reject) => {
      this.#pending = { id, resolve, reject };
    });
    if (this.#over) this.#end(null, null, null);
    else this.#process.stdin?.write(`${JSON.stringify({ id, request })}\n`);
    this.#setTimer();
    const watch = setInterval(() => this.#watch(), WATCH_EVERY);
    try {
      return await answer;
    } finally {
      clearTimeout(this.#timer);
      clearInterval(watch);
    }
  }

  kill(): void {
    this.#kill(new CalledOff());
  }

  /** The drop's time runs from when the child is there. */
  #setTimer(): void {
    clearTimeout(this.#timer);
    const { timeoutSeconds } = this.#limits;
    const wait = this.#ready ? timeoutSeconds * 1000 : START_WITHIN;
    this.#timer = setTimeout(() => this.#kill(timedOut(timeoutSeconds)), wait);
  }

  #watch(): void {
    const bytes = residentBytes(this.#process.pid ?? 0);
    if (bytes > this.#limits.rssMb * 1024 * 1024) this.#kill(outOfMemory(this.#limits.rssMb));
  }

  #kill(ending: Refusal | CalledOff): void {
    if (this.#over || this.#ending) return;
    this.#ending = ending;
    const { pid } = this.#process;
    try {
      if (pid !== undefined && process.platform !== "win32") process.kill(-pid, "SIGKILL");
      else this.#process.kill("SIGKILL");
    } catch {
      // it was gone already; `close` follows
    }
  }

  #read(chunk: Buffer): void {
    let rest = chunk;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      const line = Buffer.concat([...this.#buffered, rest.subarray(0, end)]).toString("utf8");
      this.#buffered = [];
      this.#bufferedBytes = 0;
      rest = rest.subarray(end + 1);
      this.#hear(line);
    }
    this.#buffered.push(rest);
    this.#bufferedBytes += rest.length;
    if (this.#bufferedBytes > MOST_LINE) this.#kill(crashed("its answer had no end"));
  }

  #hear(line: string): void {
    const message = parse(line);
    if (!this.#ready && message?.ready === true) {
      this.#ready = true;
      if (this.#pending) this.#setTimer();
      return;
    }
    const answer = AnswerSchema.safeParse(message?.answer);
    const pending = this.#pending;
    if (!answer.success || !pending || message?.id !== pending.id) {
      this.#kill(crashed("its answer was not one"));
      return;
    }
    this.#pending = null;
    pending.resolve(answer.data);
  }

  /** Called once for the death of the process, and again for requests that come after it. */
  #end(code: number | null, signal: string | null, error: Error | null): void {
    this.#over = true;
    const pending = this.#pending;
    this.#pending = null;
    if (!pending) return;
    const how = error?.message ?? (signal ? `signal ${signal}` : `exit code ${code}`);
    // Before it was ready it had not seen a byte of the drop.
    if (this.#ending instanceof CalledOff) pending.reject(this.#ending);
    else if (this.#ready) pending.resolve({ ok: false, refusal: this.#ending ?? crashed(how) });
    else pending.reject(new ChildNotStarted(`the engine's child did not start: ${how}\n${this.#stderr}`));
  }
}

function ownCommand(): ChildCommand {
  const compiled = getCompileCacheDir();
  return [process.execPath, `--max-old-space-size=${HEAP_MB}`, START, ...(compiled === undefined ? [] : [compiled])];
}

function parse(line: string): { ready?: unknown; id?: unknown; answer?: unknown } | null {
  try {
    const value: unknown = JSON.parse(line);
    return value !== null && typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}

function timedOut(seconds: number): Refusal {
  return {
    code: "TIMED_OUT",
    message: `reading the drop took longer than ${seconds} s`,
    cure: "split the file, write larger row groups and flatter columns, or allow more time",
  };
}

function outOfMemory(megabytes: number): Refusal {
  return {
    code: "OUT_OF_MEMORY",
    message: `reading the drop took more than ${megabytes} MiB`,
    cure: "write smaller row groups (at most 128 MiB) and shorter values",
  };
}

function crashed(how: string): Refusal {
  return {
    code: "CRASHED",
    message: `the file brought its reader down (${how})`,
    cure: CURE.otherWriter,
  };
}
