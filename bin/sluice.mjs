#!/usr/bin/env node
// `npx sluice …` and the installed command; the folder it was called in stays the working directory.
process.argv.splice(2, 0, "sluice");
await import("../scripts/run.mjs");
