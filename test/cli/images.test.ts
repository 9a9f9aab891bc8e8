// Images of an environment: the command, Cloud Build and the registry, and the line of the environment's file.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { listTemplates, readTemplate } from "../../lakehouse/catalog/templates.ts";
import { contextTag } from "../../lakehouse/plan/dataflow/build-context.ts";
import { projectFolder } from "../layout/tree.ts";
import { BUILDER, type CloudBuildBench, openCloudBuild } from "../ports/cloudbuild-bench.ts";
import { sluice } from "./sluice.ts";

let bench: CloudBuildBench;
let folder: string;
beforeEach(async () => {
  bench = await openCloudBuild();
  folder = mkdtempSync(join(tmpdir(), "sluice-images-"));
  writeFileSync(file(), fileWith(""));
});
afterEach(async () => {
  await bench.close();
  rmSync(folder, { recursive: true });
});

const file = () => join(folder, "Pulumi.dev.yaml");
const said = () => readFileSync(file(), "utf8");

/** As somebody keeps it. */
function fileWith(line: string): string {
  const endpoints = Object.entries(bench.endpoints).map(([name, url]) => `    ${name}: ${url} # not Google's`);
  return `# of the team\nconfig:\n  sluice:mailFrom:   "sluice@example.com"\n\n  # where\n  gcp:region: europe-west1\n  gcp:project: acme-dev\n${line}  sluice:endpoints:\n${endpoints.join("\n")}\n# end\nencryptionsalt: v1:abc\n`;
}

const run = (...argv: string[]) => sluice(folder, ["images", ...argv, "--env", "dev"]);
const lineOf = (image: string) => `  sluice:image: ${image}\n`;
const digestOf = (number: number) => bench.fake.builds.images[number - 1]?.digest ?? "";
const imageOf = (number: number) => `europe-west1-docker.pkg.dev/acme-dev/sluice-dev/split@${digestOf(number)}`;

describe("build", () => {
  test("sends what the image is made of, waits, and writes the digest into the file: that line alone", async () => {
    const { code, out, err } = await run("build");
    const { id } = bench.fake.builds.all()[0] ?? {};
    expect({ code, out, err }).toEqual({
      code: 0,
      out: `✓ split: built, Pulumi.dev.yaml names it now\n  ${imageOf(1)}\nNext\n  pulumi up --stack dev\n`,
      err: `split: waits for its turn\n  https://console.cloud.google.com/cloud-build/builds;region=europe-west1/${id}?project=acme-dev\nsplit: is being built\nsplit: is built\n`,
    });
    expect(said()).toBe(fileWith("").replace("# end\n", `${lineOf(imageOf(1))}# end\n`));
    const tag = contextTag(await readTemplate(join(projectFolder, "dataflow-templates"), "split"));
    expect(bench.fake.builds.images[0]?.tags).toContain(tag);
  });

  test("nothing where an image of the same sources is there; --rebuild does", async () => {
    await run("build");
    writeFileSync(file(), fileWith(lineOf(`europe-west1-docker.pkg.dev/old/old/split@sha256:${"0".repeat(64)}`)));
    expect(await run("build", "split")).toMatchObject({
      code: 0,
      out: expect.stringContaining("there is an image of these sources already, Pulumi.dev.yaml names it now"),
      err: "",
    });
    expect(said()).toBe(fileWith(lineOf(imageOf(1))));
    const { code, out } = await run("build", "--json");
    expect([code, JSON.parse(out)]).toEqual([
      0,
      {
        environment: "dev",
        file: "Pulumi.dev.yaml",
        changed: false,
        images: [{ template: "split", tag: expect.any(String), image: imageOf(1), build: null }],
      },
    ]);
    expect(bench.fake.builds.all()).toHaveLength(1);
    expect(await run("build", "--rebuild")).toMatchObject({ code: 0 });
    expect(said()).toBe(fileWith(lineOf(imageOf(2))));
    expect(digestOf(2)).not.toBe(digestOf(1));
  });

  test.each([
    ["FAILURE", "Build failed; check build logs for details: step exited with non-zero status: 1"],
    ["TIMEOUT", "it took longer than it may"],
  ] as const)("%s: says where the last lines are, and leaves the file", async (ends, reason) => {
    bench.fake.builds.ends = ends;
    const { code, out } = await run("build");
    const { id } = bench.fake.builds.all()[0] ?? {};
    const log = `https://console.cloud.google.com/cloud-build/builds;region=europe-west1/${id}?project=acme-dev`;
    const cure = "mend what the last lines of its log say, then build again";
    expect([code, out]).toEqual([1, `✗ split: ${reason}; Pulumi.dev.yaml is as it was → ${cure}\n  ${log}\n`]);
    expect(said()).toBe(fileWith(""));
    const json = JSON.parse((await run("build", "--json")).out);
    expect(json).toMatchObject({ changed: false, images: [{ image: null, build: { reason } }] });
  });

  test.each([
    ["artifactregistry.dockerimages.list", "roles/artifactregistry.reader on the repository sluice-dev"],
    ["artifactregistry.tags.get", "roles/artifactregistry.reader on the repository sluice-dev"],
    [
      "cloudbuild.builds.create",
      "roles/cloudbuild.builds.editor, and roles/iam.serviceAccountUser on sluice-dev-build@",
    ],
    ["storage.objects.create", "roles/storage.objectUser on the bucket acme-dev-dev-scratch"],
  ])("who lacks %s hears what to have granted", async (permission, role) => {
    bench.lacks.add(`${BUILDER} ${permission}`);
    const { code, err } = await run("build");
    expect([code, err]).toEqual([3, expect.stringContaining(` → have this account granted ${role}`)]);
    expect(said()).toBe(fileWith(""));
  });

  test("Ctrl-C cancels the build that it began", async () => {
    bench.fake.builds.held = true;
    const stop = new AbortController();
    const running = sluice(folder, ["images", "build", "--env", "dev"], { signal: stop.signal });
    while (bench.fake.builds.all()[0]?.status !== "WORKING") await new Promise((later) => setTimeout(later, 5));
    stop.abort();
    expect(await running).toMatchObject({ code: 130, err: expect.stringContaining("split: was cancelled\nstopped;") });
    expect(bench.fake.builds.all().map(({ status }) => status)).toEqual(["CANCELLED"]);
    expect(said()).toBe(fileWith(""));
  });

  test("one that cannot be cancelled is left over, and it is said where", async () => {
    bench.fake.builds.held = true;
    bench.lacks.add(`${BUILDER} cloudbuild.builds.update`);
    const stop = new AbortController();
    const running = sluice(folder, ["images", "build", "--env", "dev"], { signal: stop.signal });
    while (bench.fake.builds.all()[0]?.status !== "WORKING") await new Promise((later) => setTimeout(later, 5));
    stop.abort();
    const { code, err } = await running;
    expect([code, err]).toEqual([130, expect.stringMatching(/left over: .* → cancel it there: https:.*cloud-build/)]);
  });

  test("a build of the same sources that another began is waited for, and Ctrl-C leaves it to them", async () => {
    bench.fake.builds.held = true;
    const first = run("build");
    while (bench.fake.builds.all()[0]?.status !== "WORKING") await new Promise((later) => setTimeout(later, 5));
    const stop = new AbortController();
    const second = sluice(folder, ["images", "build", "--env", "dev"], { signal: stop.signal });
    const looks = () => bench.calls.filter(({ op }) => op === "cloudbuild.builds.list").length;
    while (looks() < 2) await new Promise((later) => setTimeout(later, 5));
    stop.abort();
    expect((await second).code).toBe(130);
    bench.fake.builds.held = false;
    expect(await first).toMatchObject({ code: 0 });
    expect(bench.fake.builds.all().map(({ status }) => status)).toEqual(["SUCCESS"]);
  });
});

describe("list", () => {
  test("marks the image that the file names, the newest first", async () => {
    expect(await run("list")).toMatchObject({
      code: 0,
      out: "There is no image yet.\nNext\n  sluice images build --env dev\n",
    });
    await run("build");
    await new Promise((later) => setTimeout(later, 5));
    await run("build", "--rebuild");
    writeFileSync(file(), fileWith(lineOf(imageOf(1))));
    const { code, out } = await run("list");
    const [, newer, older] = out.split("\n");
    expect([code, newer, older]).toEqual([
      0,
      expect.stringMatching(new RegExp(`^ +split +\\d{4}-.*Z +\\d+ MB +${digestOf(2).slice(0, 20)}`)),
      expect.stringMatching(new RegExp(`^✓ +split .*${digestOf(1).slice(0, 20)}`)),
    ]);
    const { images } = JSON.parse((await run("list", "split", "--json")).out) as { images: { named: boolean }[] };
    expect(images.map(({ named }) => named)).toEqual([false, true]);
  });

  test("says what the file names and nobody has", async () => {
    const image = `europe-west1-docker.pkg.dev/acme-dev/sluice-dev/split@sha256:${"0".repeat(64)}`;
    writeFileSync(file(), fileWith(lineOf(image)));
    expect(await run("list")).toMatchObject({
      code: 1,
      err: `lost: Pulumi.dev.yaml names ${image}, which is not there\n`,
    });
  });
});

test.each(["build", "list"])("%s: before anything is deployed there is no repository", async (action) => {
  bench.repositories.clear();
  expect(await run(action)).toMatchObject({
    code: 2,
    err: "sluice: dev has no repository sluice-dev for images → `pulumi up` makes it; run that first\n",
  });
  expect(bench.fake.builds.all()).toEqual([]);
});

describe("everything that is wrong is told at once, and nothing is done", () => {
  test("in the command", async () => {
    const { code, err } = await sluice(folder, ["images", "list", "splt", "host", "--rebuild"]);
    expect([code, err.split("\n")]).toEqual([
      2,
      [
        "sluice: there is no template 'splt' → did you mean split?",
        "sluice: there is no template 'host' → known: split",
        "sluice: images are for an environment in the cloud → name it: --env dev",
        "sluice: list builds nothing → leave --rebuild out",
        "",
      ],
    ]);
  });

  test("in the environment's file", async () => {
    writeFileSync(file(), "config:\n  gcp:project: acme-dev\n  sluice:image: split:latest\n");
    const { code, err } = await run("build");
    expect(code).toBe(2);
    expect(err).toContain('`sluice:image` is "split:latest" → write HOST/…/NAME@sha256:DIGEST');
    expect(err).toContain("`gcp:region` is missing");
    expect(bench.calls).toEqual([]);
  });

  // Whoever is root may write anything.
  const whoMayNot = process.getuid?.() === 0 ? test.skip : test;
  whoMayNot("the file cannot be written", async () => {
    chmodSync(file(), 0o444);
    const { code, err } = await run("build");
    expect([code, err]).toEqual([2, expect.stringContaining("Pulumi.dev.yaml cannot be written → make it writable")]);
    expect(bench.calls).toEqual([]);
  });

  test("there is no such environment", async () => {
    const { code, err } = await sluice(folder, ["images", "build", "--env", "prd"]);
    expect([code, err]).toEqual([2, expect.stringContaining("there is no environment 'prd'")]);
  });
});

test("every template has a setting that names its image", async () => {
  const { templateProblems } = await import("../../lakehouse/cli/images/templates.ts");
  expect(await listTemplates(join(projectFolder, "dataflow-templates"))).toContain("split");
  expect(await templateProblems([])).toEqual([]);
});
