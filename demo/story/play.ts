import type { SentFiles } from "../data/sent.ts";
import type { Stage } from "../stage.ts";
import type { StoryEvent } from "./event.ts";
import type { Plot } from "./plot.ts";

/** What a scene has at hand. */
export interface Play {
  readonly stage: Stage;
  readonly plot: Plot;
  readonly files: SentFiles;
  /** Says it, and remembers it. */
  tell(event: Omit<StoryEvent, "at">): void;
}

/** Something that happens at a moment of the story; the clock is put on before. */
export interface Act {
  /** RFC 3339 UTC. */
  readonly at: string;
  play(play: Play): Promise<void>;
}
