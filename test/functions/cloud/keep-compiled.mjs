// Loaded into functions before all else: most of them are killed, and Node writes down what it has compiled at its end.
import { flushCompileCache } from "node:module";

setInterval(flushCompileCache, 1000).unref();
