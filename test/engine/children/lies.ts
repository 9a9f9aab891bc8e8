import { onRequest, say } from "./ready.ts";

// Well-formed, and pointing out of the box.
onRequest((id) =>
  say({ id, answer: { ok: true, value: { good: { file: "../../etc/passwd", rows: 1 } }, milliseconds: 1 } }),
);
