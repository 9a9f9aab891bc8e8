import type { Build, Builder, BuildOrder, Clock } from "../ports.ts";

export interface BuildTools {
  readonly builder: Builder;
  readonly clock: Clock;
}

export interface BuildWishes {
  /** Build although there is an image of these sources. */
  readonly rebuild: boolean;
  /** Aborted: a build that was begun here is cancelled. */
  readonly signal: AbortSignal;
  /** Called when the phase changes. */
  onPhase(build: Build & { readonly joined: boolean }): void;
  /** Called while it waits; seconds since the beginning. */
  onWait(build: Build, seconds: number): void;
  /** Called where it goes on although it is not wanted any more: it could not be cancelled. */
  onStray(build: Build): void;
}

export interface BuiltImage {
  /** Null: the build ended without one. */
  readonly digest: string | null;
  /** Null: there was an image already. */
  readonly build: Build | null;
}

/** Looks often at first, as some builds fail at once, then less. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/** An image of these sources: the one that is there, or one that is built now. Ended by the signal it throws its reason. */
export async function buildImage(
  { builder, clock }: BuildTools,
  order: BuildOrder,
  wishes: BuildWishes,
): Promise<BuiltImage> {
  wishes.signal.throwIfAborted();
  const present = wishes.rebuild ? null : await builder.find(order.template, order.tag);
  if (present !== null) return { digest: present, build: null };
  wishes.signal.throwIfAborted();
  const { joined, ...begun } = await builder.begin(order);
  const build = await awaitEnd({ builder, clock }, begun, joined, wishes);
  return { digest: build.digest, build };
}

async function awaitEnd(
  { builder, clock }: BuildTools,
  begun: Build,
  joined: boolean,
  wishes: BuildWishes,
): Promise<Build> {
  const { signal, onPhase, onWait } = wishes;
  let build = begun;
  onPhase({ ...build, joined });
  const since = Date.parse(clock.now());
  for (let pause = FIRST_PAUSE_MS; !isOver(build); pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    await clock.sleep(pause, signal);
    if (signal.aborted && !joined) await giveUp(builder, build, wishes);
    signal.throwIfAborted();
    const now = await builder.look(build.id);
    if (now.phase !== build.phase) onPhase({ ...now, joined });
    else onWait(now, (Date.parse(clock.now()) - since) / 1_000);
    build = now;
  }
  return build;
}

async function giveUp(builder: Builder, build: Build, { onPhase, onStray }: BuildWishes): Promise<void> {
  try {
    await builder.cancel(build.id);
    onPhase({ ...build, phase: "cancelled", joined: false });
  } catch {
    onStray(build);
  }
}

function isOver({ phase }: Build): boolean {
  return phase !== "queued" && phase !== "working";
}
