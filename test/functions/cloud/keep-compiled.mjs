// Loaded into functions before all else: most of them are killed, and Node writes down what it has compiled at its end.
import { flushCompileCache } from "node:module";

const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit(1); // the test that started it was killed
  flushCompileCache();
}, 1000).unref();
