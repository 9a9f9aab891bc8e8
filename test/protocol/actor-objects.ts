import type { Content, Objects } from "../../lakehouse/ports.ts";
import type { Actor } from "./actor.ts";

/** The store as one actor sees it: every call waits for its turn. */
export function objectsOf(actor: Actor, store: Objects): Objects {
  const ask = <T>(what: string, effect: () => Promise<T>) => actor.call(what, effect);
  const change = <T>(what: string, effect: () => Promise<T>, again: boolean) =>
    actor.call(what, effect, { writes: true, again });
  return {
    stat: (name, precondition) => ask(`stat ${name}`, () => store.stat(name, precondition)),
    read: (name, wanted) => ask(`read ${name}`, () => store.read(name, wanted)),
    list: (prefix, startAt) => ask(`list ${prefix}`, () => store.list(prefix, startAt)),
    local: (name, wanted) => ask(`local ${name}`, () => store.local(name, wanted)),
    time: () => ask("time", () => store.time()),
    write: (name, content, precondition) => {
      assertConditional(name, precondition.generation);
      return change(
        `write ${withoutToken(name)}`,
        () => store.write(name, content, precondition),
        isRepeatable(content),
      );
    },
    copy: (from, to, precondition) => {
      assertConditional(to, precondition.generation);
      return change(`copy ${from.name} to ${to}`, () => store.copy(from, to, precondition), to.startsWith("raw/"));
    },
    remove: (name, precondition) => {
      assertConditional(name, precondition.generation);
      return change(`remove ${name}`, () => store.remove(name, precondition), true);
    },
  };
}

/** The type demands it; a caller without types would not. */
function assertConditional(name: string, generation: string | undefined): void {
  if (!/^\d+$/.test(generation ?? "")) throw new RangeError(`${name} is changed without a generation`);
}

/** What is moved away is gone at the second try: an adapter does not repeat that. */
function isRepeatable({ kind }: Content): boolean {
  return kind === "bytes";
}

/** Names of output files say nothing to who reads a trace. */
function withoutToken(name: string): string {
  return name.replace(/-[0-9a-f]{16}\.parquet$/, ".parquet");
}
