// What a person decides with --env is decided there: the command, the function and the ledger, over one memory.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import decide from "../../functions/decide.ts";
import { commandNames, loadCommand } from "../../lakehouse/cli/find-commands.ts";
import { processDrop } from "../../lakehouse/run/process.ts";
import { worksInCloud } from "../../lakehouse/run/view/next.ts";
import { Bench } from "../functions/bench.ts";
import { ANN, call, checkedToken } from "../functions/call.ts";
import type { Content } from "../protocol/content.ts";
import { sluice } from "./sluice.ts";

let bench: Bench;
let folder: string;
let server: Server;
/** What stands before the function answers, in place of it. */
let instead: { status: number; body: string } | null;
beforeEach(async () => {
  bench = new Bench();
  instead = null;
  folder = mkdtempSync(join(tmpdir(), "sluice-in-cloud-"));
  server = createServer((request, response) => {
    void cloudRun(request).then(({ status, body }) => response.writeHead(status).end(body));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  const endpoints = `{functions: "http://127.0.0.1:${port}"}`;
  const config = `config:\n  gcp:project: acme-dev\n  gcp:region: europe-west1\n  sluice:mailFrom: sluice@example.com\n  sluice:endpoints: ${endpoints}\n`;
  writeFileSync(join(folder, "Pulumi.test.yaml"), config);
  logIn("cafe.cafe.cafe");
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true });
});

/** What `gcloud` tells. */
function logIn(token: string): void {
  mkdirSync(join(folder, "bin"), { recursive: true });
  writeFileSync(join(folder, "bin/gcloud"), `#!/bin/sh\n[ "$1" = config ] && exec echo ${ANN}\nexec echo ${token}\n`);
  chmodSync(join(folder, "bin/gcloud"), 0o755);
}

/** Checks the token, takes its signature away, and calls the function. */
async function cloudRun(request: IncomingMessage): Promise<{ status: number; body: string }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  if (instead) return instead;
  if (request.headers.authorization !== "Bearer cafe.cafe.cafe")
    return { status: 401, body: "<html>Unauthorized</html>" };
  const url = new URL(request.url ?? "", "http://run");
  if (url.pathname !== "/decide") return { status: 404, body: "<html>Not Found</html>" };
  const content = Buffer.concat(chunks).toString();
  const { status, body } = await call(decide, bench.as("split"), {
    method: request.method ?? "",
    headers: { authorization: `Bearer ${checkedToken(ANN)}` },
    query: Object.fromEntries(url.searchParams),
    json: content === "" ? undefined : JSON.parse(content),
  });
  return { status, body: JSON.stringify(body) };
}

const run = (...argv: string[]) =>
  sluice(folder, [...argv, "--env", "test"], { env: { PATH: `${folder}/bin:${process.env.PATH}` } });

const DAY = "2026-03-10";

async function arrive(name: string, values: readonly number[]): Promise<string> {
  const things = values.map((v, id): Content["things"][number] => ({ id, day: DAY, v, seq: 1 }));
  const content = { things, refusedBelow: 0, poisonBelow: 0, note: name };
  const arrival = await bench.drop(`things/dt=${DAY}/${name}.parquet`, content);
  const { entry } = await processDrop(bench.as("split").tools, bench.lake.plans.second, arrival);
  return entry.value.drop.key;
}

const HELD = [-50, -50];

describe("hold", () => {
  test("list shows what waits there, with commands for there", async () => {
    expect(await run("hold", "list")).toMatchObject({ code: 0, out: "No drop is held.\n" });
    const key = await arrive("a", HELD);
    const { code, out } = await run("hold", "list");
    expect(code).toBe(1);
    expect(out).toMatch(/HELD +things +[0-9a-f]{12} .* things\/dt=2026-03-10\/a\.parquet +CIRCUIT_BREAKER/);
    expect(out).toContain(`\n  sluice report ${key} --env test\n  sluice hold accept ${key} --env test\n`);
    expect(JSON.parse((await run("hold", "list", "things", "--json")).out)).toMatchObject({
      held: [{ key, state: "HELD" }],
    });
    expect(await run("hold", "list", "thongs")).toMatchObject({
      code: 2,
      err: expect.stringContaining("the ledger has no dataset 'thongs' → one of things"),
    });
  });

  test("accept and reject decide there, in the name of the account", async () => {
    const [a, b] = [await arrive("a", HELD), await arrive("b", HELD)];
    expect(await run("hold", "accept", a.slice(0, 10))).toEqual({
      code: 0,
      out: expect.stringMatching(/^! things\/dt=2026-03-10\/a\.parquet {2}things {2}/),
      err: `decided as ${ANN}; test publishes and tells what follows\n`,
    });
    const { code, out } = await run("hold", "reject", b, "--note", "test data", "--json");
    expect([code, JSON.parse(out)]).toMatchObject([
      0,
      { by: ANN, drops: [{ state: "REJECTED", reason: { message: expect.stringContaining("test data") } }] },
    ]);
    expect(bench.nudges).toEqual([
      ["publish", "things"],
      ["publish", "things"],
    ]);
  });

  test("says everything that is wrong, and nothing is decided", async () => {
    const ready = await arrive("a", [1]);
    const { code, out, err } = await run("hold", "accept", ready, "none.parquet");
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("is READY; only drops that are HELD can be accepted → see `sluice status things --env test`");
    expect(err).toContain("no drop in the lake fits 'none.parquet'");
  });
});

test("replay brings a refused drop back there", async () => {
  await arrive("a", HELD);
  await run("hold", "reject", "--all-of", "things");
  const { code, out } = await run("replay", "a.parquet");
  expect([code, out]).toEqual([1, expect.stringContaining("a.parquet")]); // it is held again
  expect(await run("replay", "a.parquet", "--backfill")).toMatchObject({ code: 1 });
});

test("ledger resume goes on there", async () => {
  expect(await run("ledger", "resume", "things")).toMatchObject({
    code: 2,
    err: "sluice: the ledger has no dataset 'things' → no drop has come yet\n",
  });
});

describe("what stands before the function", () => {
  test.each<[what: string, status: number, body: string, code: number, said: string]>([
    [
      "lets nobody in",
      403,
      "<html>Forbidden</html>",
      2,
      "this account may not decide in test → have it granted roles/run.invoker",
    ],
    ["knows none", 404, "<html>", 2, "test has no function decide → deploy it: `pulumi up`"],
    [
      "is away",
      503,
      '{"error": "a service does not answer → ask again in a minute"}',
      3,
      "test answers 503: a service does not answer",
    ],
    [
      "is of another version",
      200,
      '{"format": "sluice/held/2"}',
      2,
      "test has another version of Sluice → use the one",
    ],
  ])("%s", async (_, status, body, code, said) => {
    instead = { status, body };
    expect(await run("hold", "list")).toEqual({ code, out: "", err: expect.stringContaining(said) });
  });

  test("takes no token of others", async () => {
    logIn("dead.beef.dead");
    expect(await run("hold", "list")).toMatchObject({
      code: 2,
      err: expect.stringContaining("may not decide in test"),
    });
  });

  test("is never asked where nobody is logged in", async () => {
    logIn("");
    expect(await run("hold", "list")).toMatchObject({
      code: 3,
      err: "sluice: fault gcloud has no identity to show → `gcloud auth login`, or set GOOGLE_APPLICATION_CREDENTIALS to the key file of a service account\n",
    });
  });
});

test("an environment's file is told in full where it is wrong", async () => {
  writeFileSync(join(folder, "Pulumi.test.yaml"), "config:\n  gcp:project: Acme\n");
  const { code, err } = await run("hold", "list");
  expect([code, err.split("\n")]).toEqual([
    2,
    [
      expect.stringMatching(/^Pulumi\.test\.yaml:2:16 error stack-value `gcp:project` is "Acme"/),
      expect.stringMatching(/^Pulumi\.test\.yaml:1:1 error stack-missing-key `gcp:region` is missing/),
      expect.stringMatching(/`sluice:mailFrom` is missing/),
      "",
    ],
  ]);
});

test("a plan is one for the environment", async () => {
  const { code, out } = await run("plan", "flights", "--json");
  expect([code, JSON.parse(out)]).toMatchObject([0, { environment: "test", dataset: "flights" }]);
});

test("commands that are shown with --env are those that take it", async () => {
  for (const name of await commandNames()) {
    const { clouds = false } = await loadCommand(name);
    expect({ name, clouds: worksInCloud(`sluice ${name}`) }).toEqual({ name, clouds });
  }
});
