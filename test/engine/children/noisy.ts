import { onRequest, say } from "./ready.ts";

// A megabyte on stderr must neither block it nor be kept.
onRequest((id) =>
  process.stderr.write("x".repeat(1 << 20), () => say({ id, answer: { ok: true, value: null, milliseconds: 1 } })),
);
