import { onRequest } from "./ready.ts";

const eaten: Buffer[] = [];
onRequest(() => setInterval(() => eaten.push(Buffer.alloc(32 * 1024 * 1024, 1)), 5));
