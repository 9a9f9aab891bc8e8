// Everything that a DAG meets, until stdin ends: `node serve.ts DIR CERTIFICATE KEY`. One line of JSON says where it is,
// and a last one what became of the drops.
import { mkdirSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { createServer } from "node:tls";
import { createAdminService } from "../fakes/admin/service.ts";
import { settingsOf } from "../fakes/cloud/settings.ts";
import { TEST_ENVIRONMENT } from "../fakes/cloud.ts";
import { serveGrpc } from "../fakes/grpc/serve.ts";
import { alone } from "../fakes/http/alone.ts";
import { serve } from "../fakes/http/serve.ts";
import { type Chain, openChain } from "../functions/cloud/chain.ts";
import { MANY, salesName } from "../functions/cloud/drops.ts";
import { runLaunchedJobs } from "../functions/cloud/hosts.ts";
import { entriesOf, namesIn, publicationsOf, reportsOf, textAt } from "../functions/cloud/ledger.ts";
import { deployDags } from "./deploy.ts";

const CONTRACTS = "test/functions/cloud/contracts";
const DAY = "2026-03-10";
const FUNCTIONS = ["on-drop", "on-report", "publish", "reconcile", "step"];

const [folder = "", certificate = "", key = ""] = process.argv.slice(2);
const { jobs } = settingsOf(TEST_ENVIRONMENT, { mailKeyFile: "", endpoints: {} });
if (!jobs) throw new Error("the test's environment launches no jobs");
const chain = await openChain({
  contracts: CONTRACTS,
  functions: FUNCTIONS,
  settings: { launchAboveBytes: 8_000, jobs: { ...jobs, launchedBy: "dag" } },
});
const { cloud } = chain;
const admin = await serve(createAdminService(cloud), alone());
const around = { faults: cloud.faults, now: cloud.clock.now, allowed: cloud.allowed, calls: [...cloud.calls] };
const grpc = await serveGrpc([cloud.dataflow.front], around);
const google = await serveAsGoogle();
runJobs(chain);
mkdirSync(folder, { recursive: true });
const { storage = "", dataflow = "" } = cloud.settings.endpoints;
await deployDags({
  folder,
  contracts: CONTRACTS,
  endpoints: { storage, dataflow },
  functions: { step: chain.function("step").url },
});
chain.upload(salesName(DAY, "small"), await chain.drops.sales(DAY, 10, "i")); // no sale is of 0
chain.upload(salesName(DAY, "large"), await chain.drops.large(DAY, 1));
await chain.pusher.idle();
say({ metadata: cloud.metadata.airflow, admin: `${admin.url}/-/`, day: DAY, large: MANY });
await text(process.stdin);
say(await outcome());
google.close();
await Promise.all([grpc.close(), admin.close(), chain.close()]);
process.exit();

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Dataflow at its own address, as Airflow's provider asks it: REST to launch, gRPC to look. */
async function serveAsGoogle() {
  const rest = Number(new URL(cloud.settings.endpoints.dataflow ?? "").port);
  const server = createServer(
    { cert: readFileSync(certificate), key: readFileSync(key), ALPNProtocols: ["h2", "http/1.1"] },
    (socket) => {
      const behind = connect(socket.alpnProtocol === "h2" ? grpc.port : rest, "127.0.0.1");
      socket.pipe(behind).pipe(socket);
      for (const one of [socket, behind]) one.on("error", () => socket.destroy());
    },
  );
  await new Promise<void>((ready) => server.listen(443, "127.0.0.1", ready));
  return server;
}

/** As soon as the launch is answered. */
function runJobs(place: Chain): void {
  let last: Promise<unknown> = Promise.resolve();
  cloud.dataflow.onLaunch = () => {
    last = last.then(() => runLaunchedJobs(place)).catch((fault) => process.stderr.write(`a job fails: ${fault}\n`));
  };
}

async function outcome(): Promise<object> {
  const entries = entriesOf(chain);
  return {
    rows: await chain.salesOf(DAY),
    states: entries.map(({ state, drop }) => [drop.name, state]),
    reports: entries.flatMap((entry) => reportsOf(chain, entry).map(({ rows }) => rows)),
    publications: publicationsOf(chain, "sales").map(({ state, counts }) => ({ state, counts })),
    jobs: cloud.dataflow.jobs.all().map(({ state, launch, account }) => ({ state, name: launch.jobName, account })),
    manifests: namesIn(chain, "ledger", "sales/jobs/").map((name) => name.split("/").at(-1)?.replace(".json", "")),
    notes: namesIn(chain, "outbox", "from-dags/").map((name) => JSON.parse(textAt(chain, "outbox", name))),
  };
}
