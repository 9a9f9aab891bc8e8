// What a child runs first. Where its parent keeps compiled code (NODE_COMPILE_CACHE, at a developer's and in tests) it
// does the same, and starts in half the time; nobody else shares a folder with a process that reads hostile files.
// Plain JavaScript: for a single file of TypeScript before the cache is there Node would load what strips types.
import { enableCompileCache } from "node:module";

const [, , compiled] = process.argv;
if (compiled !== undefined) enableCompileCache(compiled);
await import("./main.ts");
