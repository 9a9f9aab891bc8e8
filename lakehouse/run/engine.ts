import { createEngine, type Engine, type EngineOptions } from "../engine/engine.ts";

export type { Engine } from "../engine/engine.ts";

/** The engine for callers above `run/`, which do not know the engine's folder. */
export function openEngine(options: EngineOptions): Engine {
  return createEngine(options);
}
