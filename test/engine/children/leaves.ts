import { onRequest } from "./ready.ts";

onRequest(() => process.exit(0));
