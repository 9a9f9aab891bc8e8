import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { accountEmail, mailKeySecret } from "../../../lakehouse/plan/cloud/names.ts";
import { environment } from "../../ports/environment.ts";
import { alone } from "../http/alone.ts";
import { type Serving, serve } from "../http/serve.ts";
import { tokenFor } from "../http/tokens.ts";
import { allowedBy } from "../rights.ts";
import { createSecretService } from "./service.ts";

const secret = mailKeySecret(environment);
const around = alone(allowedBy(environment, []));
const fake = createSecretService(around);
const folder = mkdtempSync(join(tmpdir(), "sluice-secret-"));
let serving: Serving;
beforeAll(async () => {
  serving = await serve(fake.service, around);
});
afterAll(async () => {
  await serving.close();
  rmSync(folder, { recursive: true });
});

async function access(version: string, account: "mail" | "split" = "mail", name = secret): Promise<unknown> {
  const authorization = `Bearer ${tokenFor(accountEmail(environment, account), Date.now() + 60_000)}`;
  const path = `v1/projects/acme-dev/secrets/${name}/versions/${version}:access`;
  const response = await fetch(`${serving.url}/${path}`, { headers: { authorization } });
  const { payload } = (await response.json()) as { payload?: { data: string } };
  return payload ? Buffer.from(payload.data, "base64").toString() : response.status;
}

test("the account that mails reads the key, in its versions, and no other does", async () => {
  expect(await access("latest")).toBe(404);
  fake.add(secret, "first");
  fake.add(secret, "second");
  expect([await access("latest"), await access("1"), await access("2"), await access("3")]).toEqual([
    "second",
    "first",
    "second",
    404,
  ]);
  expect([await access("latest", "split"), await access("latest", "mail", "another")]).toEqual([403, 403]);
});

test("a version that is out of use is not given out, nor is the one before it instead", async () => {
  fake.disable(secret, 2);
  expect([await access("latest"), await access("1")]).toEqual([400, "first"]);
});

test("a mounted secret is a file that follows its versions, for who may read it", () => {
  fake.add(secret, "third");
  const file = fake.mount(secret, folder, accountEmail(environment, "mail"));
  expect(readFileSync(file, "utf8")).toBe("third");
  fake.add(secret, "fourth");
  expect(readFileSync(file, "utf8")).toBe("fourth");
  expect(() => fake.mount(secret, folder, accountEmail(environment, "publish"))).toThrow(/Permission denied/);
});
