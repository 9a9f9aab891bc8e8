import { onRequest } from "./ready.ts";

onRequest(() => process.stdout.write("┌─────┐\n│ 42  │\n└─────┘\n"));
