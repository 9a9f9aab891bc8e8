import { onRequest } from "./ready.ts";

onRequest(() => {
  for (;;); // not even the end of stdin is heard
});
