import { onRequest } from "./ready.ts";

onRequest(() => process.kill(process.pid, "SIGSEGV"));
