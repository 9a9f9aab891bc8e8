// `npm run archive`: the same bytes from a checkout wherever, whenever and by whom it was made.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { writeWhole } from "../../scripts/archive/out-file.ts";
import { unzip } from "../infra/archive/unzip.ts";
import { projectFolder } from "../layout/tree.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-checkout-"));
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

const STACK =
  "config:\n  gcp:project: acme-dev\n  gcp:region: europe-west1\n  sluice:location: EU\n  sluice:mailFrom: sluice@example.com\n";

/** As much of the checkout as the script reads. */
function clone(name: string): string {
  const root = join(folder, name);
  const scripts = ["scripts/archive", "scripts/archive.ts", "scripts/script.ts"];
  for (const part of ["lakehouse", "functions", "infra", "contracts", ...scripts])
    cpSync(join(projectFolder, part), join(root, part), { recursive: true });
  for (const part of ["package.json", "package-lock.json", "dataflow-templates/split/metadata.json"])
    cpSync(join(projectFolder, part), join(root, part));
  symlinkSync(join(projectFolder, "node_modules"), join(root, "node_modules"));
  writeFileSync(join(root, "Pulumi.dev.yaml"), STACK);
  return root;
}

interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function archive(root: string, words: string, umask = "022", zone = "UTC"): Promise<Said> {
  const command = `umask ${umask} && exec ${process.execPath} --disable-warning=ExperimentalWarning ${join(root, "scripts/archive.ts")} ${words}`;
  return new Promise((done) => {
    execFile("sh", ["-c", command], { cwd: root, env: { PATH: process.env.PATH, TZ: zone } }, (error, out, err) => {
      done({ code: typeof error?.code === "number" ? error.code : 0, out, err });
    });
  });
}

describe("an archive", () => {
  let [here, elsewhere]: [Said, Said] = [
    { code: 9, out: "", err: "" },
    { code: 9, out: "", err: "" },
  ];
  const roots = { here: "", elsewhere: "" };
  beforeAll(async () => {
    Object.assign(roots, { here: clone("here"), elsewhere: clone("elsewhere") });
    // Another time, another editor, another system's line ends.
    utimesSync(join(roots.elsewhere, "lakehouse/run/process.ts"), 1, 1);
    writeFileSync(join(roots.elsewhere, "lakehouse/run/.process.ts.swp"), "x");
    const ports = join(roots.elsewhere, "lakehouse/ports.ts");
    writeFileSync(ports, readFileSync(ports, "utf8").replaceAll("\n", "\r\n"));
    [here, elsewhere] = await Promise.all([
      archive(roots.here, "--env dev"),
      archive(roots.elsewhere, "--env dev", "077", "Pacific/Auckland"),
    ]);
  }, 60_000);

  test("says where it is, and which", () => {
    expect(here).toMatchObject({ code: 0, err: "" });
    const said = /^(\S+\/functions-dev-([0-9a-f]{12})\.zip) {2}(\d+) bytes {2}(\d+) files {2}sha256 ([0-9a-f]{64})\n$/;
    const [, path = "", short, bytes, count, sha256] = said.exec(here.out) ?? [];
    const zip = readFileSync(join(roots.here, path));
    expect(createHash("sha256").update(zip).digest("hex")).toBe(sha256);
    expect(sha256?.slice(0, 12)).toBe(short);
    expect(zip.length).toBe(Number(bytes));
    expect(unzip(zip)).toHaveLength(Number(count));
  });

  test("is the same from another checkout, by another user, in another zone", () => {
    expect(elsewhere).toEqual(here);
  });

  test("holds the plans of its environment", () => {
    const [name = ""] = readdirSync(join(roots.here, "out/archive"));
    const plans = unzip(readFileSync(join(roots.here, "out/archive", name))).filter(({ path }) =>
      /^plans\//.test(path),
    );
    expect(plans.map(({ path }) => path)).toEqual(expect.arrayContaining(["plans/flights.json"]));
    for (const { bytes } of plans) expect(JSON.parse(bytes.toString())).toMatchObject({ environment: "dev" });
  });

  test("a wrong call is refused in words, and nothing is written", async () => {
    const before = readdirSync(roots.here);
    const calls = [
      ["", "functions run in an environment of the cloud → name it: --env dev"],
      ["--env local", "functions run in an environment of the cloud"],
      ["--env prod", "there is no environment 'prod'"],
      ["--env dev --ouch", "there is no flag --ouch → did you mean --out?"],
      ["--env dev x", "'x' is one argument too many"],
      ["--env dev --out=", "--out needs a value → write --out FILE"],
      ["--env dev --out contracts", "--out contracts is a folder → name a file in it"],
      ["--env dev --out new/", "--out new/ is a folder → name a file in it"],
      ["--env dev --out package.json/x", "/package.json is no folder → name a file in a folder, or in a new one"],
      ["--env dev --out /dev/null", "--out /dev/null is no file that one could replace"],
      ["--out contracts", "functions run in an environment of the cloud"],
      ["--out contracts", "--out contracts is a folder"],
    ] as const;
    const said = await Promise.all(calls.map(([words]) => archive(roots.here, words)));
    expect(said.map(({ code, out }) => ({ code, out }))).toEqual(calls.map(() => ({ code: 2, out: "" })));
    for (const [at, { err }] of said.entries()) {
      expect(err).toContain(calls[at]?.[1]);
      expect(err).not.toMatch(/\n {4}at /);
    }
    expect(readdirSync(join(roots.here, "out/archive"))).toHaveLength(1);
    expect(readdirSync(roots.here)).toEqual(before);
  });

  test("of one that cannot be written nothing stays", async () => {
    const out = join(folder, "out");
    mkdirSync(join(out, "taken"), { recursive: true });
    await expect(writeWhole(join(out, "taken"), Buffer.from("zip"))).rejects.toThrow("EISDIR");
    expect(readdirSync(out)).toEqual(["taken"]);
  });

  test("everything that is wrong with settings and contracts is told at once", async () => {
    writeFileSync(join(roots.elsewhere, "Pulumi.prod.yaml"), "config:\n  gcp:region: nowhere\n");
    const settings = await archive(roots.elsewhere, "--env prod");
    expect(settings).toMatchObject({ code: 2, err: expect.stringMatching(/gcp:project[\s\S]*gcp:region/) });
    const flights = join(roots.elsewhere, "contracts/flights.odcs.yaml");
    writeFileSync(flights, readFileSync(flights, "utf8").replace("apiVersion: v3.1.0", "apiVersion: v9"));
    const contracts = await archive(roots.elsewhere, "--env dev");
    expect(contracts).toMatchObject({ code: 2, err: expect.stringMatching(/contracts\/flights\.odcs\.yaml:\d+:\d+/) });
  });
});
