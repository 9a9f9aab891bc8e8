// What the provider gives and what it refuses; its table against the declarations of the provider that is installed.
import { beforeAll, describe, expect, test } from "@jest/globals";
import { COMPUTED, GRANTS } from "./computed/table.ts";
import { computedIn } from "./computed.ts";
import { classOf } from "./declarations/find.ts";
import { inputProblems } from "./declarations.ts";
import { faults } from "./faults.ts";
import { madeUp } from "./made-up.ts";
import { FORMS } from "./name-forms/table.ts";
import { orderProblems } from "./order.ts";
import { type Ran, runProgram } from "./run.ts";
import { UNKNOWN } from "./values.ts";

const PLACE = { project: "acme-dev", projectNumber: "123456789012", region: "europe-west1" };
type Inputs = Record<string, unknown>;
const made = (type: string, inputs: Inputs) => computedIn(PLACE).made(madeUp(type, inputs));

describe("gives what the provider gives", () => {
  test.each<[type: string, inputs: Inputs, id: string, outputs: Inputs]>([
    ["gcp:storage/bucket:Bucket", { name: "acme-dev-raw" }, "acme-dev-raw", { url: "gs://acme-dev-raw" }],
    [
      "gcp:serviceaccount/account:Account",
      { accountId: "sluice-dev-split" },
      "projects/acme-dev/serviceAccounts/sluice-dev-split@acme-dev.iam.gserviceaccount.com",
      {
        project: "acme-dev",
        email: "sluice-dev-split@acme-dev.iam.gserviceaccount.com",
        member: "serviceAccount:sluice-dev-split@acme-dev.iam.gserviceaccount.com",
      },
    ],
    [
      "gcp:cloudfunctionsv2/function:Function",
      { name: "sluice-dev-step", location: "europe-west4", serviceConfig: { availableCpu: "1" } },
      "projects/acme-dev/locations/europe-west4/functions/sluice-dev-step",
      {
        url: "https://europe-west4-acme-dev.cloudfunctions.net/sluice-dev-step",
        serviceConfig: {
          availableCpu: "1",
          service: "projects/acme-dev/locations/europe-west4/services/sluice-dev-step",
          uri: "https://sluice-dev-step-123456789012.europe-west4.run.app",
        },
      },
    ],
    [
      "gcp:projects/serviceIdentity:ServiceIdentity",
      { service: "pubsub.googleapis.com" },
      "projects/acme-dev/services/pubsub.googleapis.com",
      { member: "serviceAccount:service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com" },
    ],
    [
      "gcp:pubsub/topicIAMMember:TopicIAMMember",
      { topic: "projects/acme-dev/topics/mail", role: "roles/pubsub.publisher", member: "user:a@example.com" },
      "projects/acme-dev/topics/mail/roles/pubsub.publisher/user:a@example.com",
      {},
    ],
    [
      "gcp:composer/environment:Environment",
      { name: "sluice-dev", storageConfig: { bucket: "dags" }, config: {} },
      "projects/acme-dev/locations/europe-west1/environments/sluice-dev",
      { region: "europe-west1", config: expect.objectContaining({ dagGcsPrefix: "gs://dags/dags" }) },
    ],
  ])("%s %j", (type, inputs, id, outputs) => {
    expect(made(type, inputs)).toEqual({ id, outputs: expect.objectContaining(outputs) });
  });

  test("a number of its own, always the same", () => {
    const { id } = made("gcp:monitoring/alertPolicy:AlertPolicy", { displayName: "held" });
    expect(id).toMatch(/^projects\/acme-dev\/alertPolicies\/\d{10}$/);
    expect(made("gcp:monitoring/alertPolicy:AlertPolicy", { displayName: "held" }).id).toBe(id);
  });

  test("blocks that the program has not given are left out", () => {
    expect(made("gcp:cloudfunctionsv2/function:Function", { name: "f" }).outputs).not.toHaveProperty("eventTrigger");
  });
});

const member = "user:a@example.com";
const grant = (more: Inputs) => ({ bucket: "b", role: "roles/storage.objectViewer", member, ...more });
const expression = (operators: number) => Array.from({ length: operators + 1 }, () => "a").join(" && ");

describe("refuses what would be refused", () => {
  test.each<[type: string, inputs: Inputs, why: RegExp]>([
    ["gcp:storage/bucket:Bucket", { name: "Raw" }, /^gcp:storage\/bucket:Bucket one: name: "Raw" → write 3 to 63 of/],
    ["gcp:storage/bucket:Bucket", { name: "a".repeat(64) }, /name: "a+" → write 3 to 63/],
    ["gcp:storage/bucket:Bucket", { name: "goog-raw" }, /name: "goog-raw"/],
    ["gcp:storage/bucket:Bucket", { name: "raw", labels: { Team: "a" } }, /label Team: no key/],
    ["gcp:storage/bucket:Bucket", { name: "raw", labels: { team: "A" } }, /label team: "A" is no value/],
    [
      "gcp:storage/bucket:Bucket",
      { name: "raw", lifecycleRules: [{ action: { type: "delete" } }] },
      /action.type: "delete"/,
    ],
    [
      "gcp:storage/bucket:Bucket",
      { name: "raw", labels: Object.fromEntries(Array.from({ length: 65 }, (_, at) => [`k${at}`, "v"])) },
      /labels: are too many → at most 64/,
    ],
    ["gcp:storage/bucket:Bucket", {}, /name: is not given → say it, else the provider makes up a value/],
    [
      "gcp:storage/managedFolder:ManagedFolder",
      { bucket: "b", name: "flights" },
      /name: "flights" → write .* a \/ last/,
    ],
    ["gcp:serviceaccount/account:Account", { accountId: "split" }, /accountId: "split" → write 6 to 30/],
    ["gcp:serviceaccount/account:Account", { accountId: `s${"a".repeat(30)}` }, /accountId: /],
    ["gcp:projects/iAMCustomRole:IAMCustomRole", { roleId: "sluice-worker" }, /roleId: "sluice-worker"/],
    ["gcp:bigquery/dataset:Dataset", { datasetId: "sluice-dev" }, /datasetId: "sluice-dev"/],
    ["gcp:bigquery/table:Table", { datasetId: "d", tableId: "a b" }, /tableId: "a b"/],
    ["gcp:pubsub/topic:Topic", { name: "google-mail" }, /name: "google-mail"/],
    ["gcp:cloudfunctionsv2/function:Function", { name: "on_drop" }, /name: "on_drop"/],
    ["gcp:cloudfunctionsv2/function:Function", { name: `f${"a".repeat(63)}` }, /name: /],
    ["gcp:secretmanager/secret:Secret", { secretId: "send grid" }, /secretId: "send grid"/],
    [
      "gcp:cloudscheduler/job:Job",
      { name: "tick", schedule: "* * * *" },
      /schedule: "\* \* \* \*" → write five fields/,
    ],
    ["gcp:monitoring/alertPolicy:AlertPolicy", { displayName: "d".repeat(513) }, /displayName: /],
    ["gcp:billing/budget:Budget", { billingAccount: "0", displayName: "d".repeat(61) }, /displayName: /],
    ["gcp:vertex/aiEndpoint:AiEndpoint", { name: "serve" }, /name: "serve" → write at most 10 digits/],
    ["gcp:storage/bucketIAMMember:BucketIAMMember", grant({ member: "a@example.com" }), /member: "a@example.com"/],
    ["gcp:storage/bucketIAMMember:BucketIAMMember", grant({ role: "storage.objectViewer" }), /role: /],
    [
      "gcp:storage/bucketIAMMember:BucketIAMMember",
      grant({ condition: { title: "t", expression: expression(13) } }),
      /condition.expression: has too many/,
    ],
    [
      "gcp:projects/serviceIdentity:ServiceIdentity",
      { service: "redis.googleapis.com" },
      /its agent is not known → add it/,
    ],
    ["gcp:redis/instance:Instance", { name: "cache" }, /nobody has said what the provider computes of it → add it/],
  ])("%s %j", (type, inputs, why) => {
    expect(() => made(type, inputs)).toThrow(why);
  });

  test("what is there already", () => {
    const { made: make } = computedIn(PLACE);
    const type = "gcp:storage/bucketIAMMember:BucketIAMMember";
    const one = (name: string, more: Inputs = {}) => make(madeUp(type, grant(more), { name }));
    one("first");
    one("other", { condition: { title: "t", expression: expression(12) } });
    expect(() => one("again")).toThrow(
      "b/b/roles/storage.objectViewer/user:a@example.com is first already → make it once",
    );
  });

  test("nothing that is not known yet", () => {
    const { made: make } = computedIn(PLACE);
    const inputs = { name: UNKNOWN, labels: { team: UNKNOWN }, location: UNKNOWN };
    for (const name of ["first", "second"]) make(madeUp("gcp:storage/bucket:Bucket", inputs, { name }));
    expect(
      make(madeUp("gcp:composer/environment:Environment", { name: "n", storageConfig: UNKNOWN, config: {} })).id,
    ).toMatch(/environments\/n$/);
  });
});

describe("answers", () => {
  const { asked } = computedIn(PLACE);
  test("who works for the project, and its number", () => {
    expect(asked("gcp:storage/getProjectServiceAccount:getProjectServiceAccount", {})).toMatchObject({
      emailAddress: "service-123456789012@gs-project-accounts.iam.gserviceaccount.com",
    });
    expect(
      asked("gcp:bigquery/getDefaultServiceAccount:getDefaultServiceAccount", { project: "acme-dev" }),
    ).toMatchObject({
      member: "serviceAccount:bq-123456789012@bigquery-encryption.iam.gserviceaccount.com",
    });
    expect(asked("gcp:organizations/getProject:getProject", { projectId: "acme-dev" })).toMatchObject({
      number: "123456789012",
    });
  });
  test("no other question, of no other project", () => {
    expect(() => asked("gcp:compute/getImage:getImage", {})).toThrow(
      /getImage: nobody has said what it answers → add it/,
    );
    expect(() => asked("gcp:organizations/getProject:getProject", { projectId: "other" })).toThrow(
      /other: there is no such/,
    );
  });
});

describe("the table is of the provider that is installed", () => {
  const places = (text: string) => [...text.matchAll(/\{(\w+)[\w.]*(?::last)?\}/g)].map(([, name = ""]) => name);
  const USUAL = ["project", "region", "location", "projectNumber", "number", "agent"];
  const inputsOf = (type: string) => classOf(type)?.inputs.map(({ name }) => name) ?? [];
  const TYPES = [...Object.keys(COMPUTED), ...Object.keys(GRANTS)];

  test.each(TYPES)("%s", (type) => {
    const { id, ...outputs } = COMPUTED[type] ?? { id: `${GRANTS[type]}/{role}/{member}` };
    const declared = classOf(type);
    const others = Object.entries(outputs).filter(([name, filling]) => {
      const kind = declared?.outputs.get(name)?.kind;
      return kind !== typeof filling && !(typeof filling === "object" && (kind === "any" || kind === "list"));
    });
    expect(others).toEqual([]);
    const known = [...inputsOf(type), ...USUAL];
    expect(places(JSON.stringify([id, outputs])).filter((name) => !known.includes(name))).toEqual([]);
    expect(declared?.deprecated).toBe(null);
  });

  test.each(Object.keys(FORMS))("names of %s", (type) => {
    const roots = Object.keys(FORMS[type] ?? {}).map((path) => path.split(/[.[]/)[0] ?? "");
    expect(roots.filter((name) => !inputsOf(type).includes(name))).toEqual([]);
    expect(TYPES).toContain(type);
  });
});

describe("a program", () => {
  const options = { project: "sluice", stack: "dev", folder: import.meta.dirname, main: "program", config: {} };
  let ran: Ran;
  beforeAll(async () => {
    ran = await runProgram({ ...options, isPreview: false, ...computedIn(PLACE) });
  });

  test("gets what it asks for", () => {
    expect({ code: ran.code, errors: ran.errors }).toEqual({ code: 0, errors: [] });
    expect(ran.outputs).toEqual({
      url: "gs://acme-dev-raw",
      agent: "service-123456789012@gs-project-accounts.iam.gserviceaccount.com",
    });
  });

  test("is looked through", () => {
    expect(inputProblems(ran.resources)).toEqual([]);
    const own = ran.resources.filter(({ type }) => type.startsWith("gcp:"));
    expect(faults(ran.resources)).toEqual(own.map(() => expect.stringContaining("uses the default provider")));
    expect(orderProblems(ran.resources)).toEqual(own.map(() => expect.stringMatching(/needs the API (iam|storage)\./)));
  });
});
