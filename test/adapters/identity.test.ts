import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { identityToken } from "../../lakehouse/adapters/identity.ts";
import { Denied } from "../../lakehouse/ports.ts";
import { Faults } from "../fakes/http/faults.ts";
import { metadataService } from "../fakes/http/metadata.ts";
import { serve } from "../fakes/http/serve.ts";

// Who somebody is: by gcloud for people, by Google's library for machines.

const folder = mkdtempSync(join(tmpdir(), "sluice-identity-"));
afterAll(() => rmSync(folder, { recursive: true }));
const AUDIENCE = "https://europe-west1-acme-dev.cloudfunctions.net/sluice-dev-decide";
const env = { PATH: process.env.PATH };

/** A program that stands in for gcloud; `as`: the account that its owner works as. */
function gcloud(name: string, account: string, rest: string, as = ""): string {
  const path = join(folder, name);
  const settings = `case "$1 $3" in "config account") echo ${account}; exit 0;; config*) echo ${as}; exit 0;; esac`;
  writeFileSync(path, `#!/bin/sh\n${settings}\n${rest}\n`);
  chmodSync(path, 0o755);
  return path;
}

describe("gcloud", () => {
  test("tells a person's, which is for all functions", async () => {
    const program = gcloud(
      "person",
      "ann@example.com",
      '[ "$*" = "auth print-identity-token --quiet" ] && echo aa.bb.c-c',
    );
    expect(await identityToken(AUDIENCE, { gcloud: program, env })).toBe("aa.bb.c-c");
  });

  test("tells a machine's for this function alone", async () => {
    const asked = `auth print-identity-token --audiences=${AUDIENCE} --quiet`;
    const program = gcloud("machine", "ci@acme-dev.iam.gserviceaccount.com", `[ "$*" = "${asked}" ] && echo aa.bb.cc`);
    expect(await identityToken(AUDIENCE, { gcloud: program, env })).toBe("aa.bb.cc");
  });

  test("tells that of a machine which a person works as, with its name", async () => {
    const asked = `auth print-identity-token --audiences=${AUDIENCE} --include-email --quiet`;
    const rest = `[ "$*" = "${asked}" ] && echo aa.bb.cc`;
    const program = gcloud("impersonating", "ann@example.com", rest, "ci@acme-dev.iam.gserviceaccount.com");
    expect(await identityToken(AUDIENCE, { gcloud: program, env })).toBe("aa.bb.cc");
  });

  test.each([
    ["nobody is logged in", "echo 'You do not currently have an active account: secret-1' >&2; exit 1"],
    ["it says something else", "echo no-token"],
  ])("where %s: what to do, and nothing that it said", async (name, rest) => {
    const program = gcloud(name.replaceAll(" ", "-"), "''", rest);
    const failed = identityToken(AUDIENCE, { gcloud: program, env });
    await expect(failed).rejects.toThrow(Denied);
    await expect(failed).rejects.toThrow("gcloud has no identity to show → `gcloud auth login`, or set");
    expect(await failed.catch((error: Error) => `${error.stack} ${String(error.cause)}`)).not.toContain("secret-1");
  });
});

test("without gcloud, and where a machine is named, the library asks the metadata server", async () => {
  const email = "sluice@acme-dev.iam.gserviceaccount.com";
  const service = metadataService("acme-dev", email, () => Date.parse("2026-03-10T08:00:00Z"));
  const server = await serve(service, { faults: new Faults(), now: Date.now, allowed: () => true, calls: [] });
  const before = process.env.GCE_METADATA_HOST;
  process.env.GCE_METADATA_HOST = `127.0.0.1:${server.port}`;
  try {
    const tokens = [
      await identityToken(AUDIENCE, { gcloud: join(folder, "none"), env }),
      await identityToken(AUDIENCE, { gcloud: "/bin/false", env: { ...env, GCE_METADATA_HOST: "127.0.0.1" } }),
    ];
    for (const token of tokens) {
      const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as object;
      expect(claims).toMatchObject({ aud: AUDIENCE, email, email_verified: true });
    }
  } finally {
    if (before === undefined) delete process.env.GCE_METADATA_HOST;
    else process.env.GCE_METADATA_HOST = before;
    await server.close();
  }
});
