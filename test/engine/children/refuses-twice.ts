import { onRequest, say } from "./ready.ts";

// Refuses under its own number: at first by what it has not decoded, then by what it has.
let decoded = false;
onRequest((id) => {
  const refusal = { code: "CORRUPT", message: String(process.pid), cure: "none" };
  say({ id, answer: { ok: false, refusal, ...(!decoded && { undecoded: true }) } });
  decoded = true;
});
