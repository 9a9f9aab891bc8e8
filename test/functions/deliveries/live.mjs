// Loaded into functions before all else: what they hold after all that nobody needs was let go, line by line.
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");
const { MEMORY_FOLDER, MEMORY_EVERY_MS } = process.env;

const look = () => {
  const { rss } = process.memoryUsage();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  appendFileSync(join(MEMORY_FOLDER, String(process.pid)), `${heapUsed + external} ${rss}\n`);
};
// Children that read Parquet start with the same environment.
if (process.env.FUNCTION_TARGET !== undefined) setInterval(look, Number(MEMORY_EVERY_MS)).unref();
