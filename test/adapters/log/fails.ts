// A process of its own that fails as it is told, as a function's instance would.
import { catchFaults, createLog } from "../../../lakehouse/adapters/log.ts";

const KEY = process.env.KEY ?? "";

/** As clients throw them: with the whole request, key and mail and all. */
const network = Object.assign(new Error(`connect failed for "${KEY}"\n    at ${KEY}\n    at rows (${KEY}`), {
  code: "ECONNRESET",
  config: { headers: { Authorization: `Bearer ${KEY}` }, data: KEY },
  request: { _header: KEY },
});

catchFaults(createLog({ project: "acme-dev", labels: { environment: "dev" } }));
// What functions-framework does with what it catches.
process.on("unhandledRejection", (error) => console.error(error));

const ways: Record<string, () => void> = {
  throws: () => {
    setImmediate(() => {
      throw network;
    });
  },
  rejects: () => void Promise.reject(network),
  throwsText: () => {
    setImmediate(() => {
      throw `password=${KEY}`;
    });
  },
  prints: () => {
    console.error(network);
    console.error(network.stack);
    console.warn("of", { key: KEY });
    console.log("%s has its place", "this");
  },
};

ways[process.argv[2] ?? ""]?.();
