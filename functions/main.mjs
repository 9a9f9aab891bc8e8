// What the buildpack starts. It checks this file with `node --check`, which knows no TypeScript: here is none.
await import("./main.ts");
