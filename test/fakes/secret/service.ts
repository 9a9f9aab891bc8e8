import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32c } from "@node-rs/crc32";
import { googleError } from "../http/google-error.ts";
import type { Surroundings } from "../http/serve.ts";
import type { Answer, Service } from "../http/service.ts";

const PATH = /^\/v1\/projects\/([^/]+)\/secrets\/([A-Za-z0-9_-]{1,255})\/versions\/(latest|[1-9]\d*):access$/;
const PERMISSION = "secretmanager.versions.access";

export interface SecretFake {
  readonly service: Service;
  /** A new version of a secret, which is made with its first. */
  add(secret: string, value: string): void;
  /** Takes a version out of use; its number stays taken. */
  disable(secret: string, version: number): void;
  /**
   * As Cloud Run mounts a secret's latest version for a service: the path of the file, which follows later versions.
   * Throws where the account of the service lacks the right, as the deployment would fail.
   */
  mount(secret: string, folder: string, account: string): string;
  /** A mounted secret is fetched when it is read: files of accounts that lost their right go, and come back with it. */
  refresh(): void;
}

interface Version {
  readonly value: Buffer;
  enabled: boolean;
}

/** Secret Manager, as far as secrets are read. Rights are on a secret, by its name. */
export function createSecretService({ allowed }: Pick<Surroundings, "allowed">): SecretFake {
  const secrets = new Map<string, Version[]>();
  const mounts: { readonly secret: string; readonly file: string; readonly account: string }[] = [];

  return {
    service: {
      route({ method, url }) {
        const [, project = "", secret = "", wanted = ""] = PATH.exec(url.pathname) ?? [];
        if (method !== "GET" || secret === "") return null;
        return {
          op: "secretmanager.versions.access",
          subject: secret,
          needs: { permission: PERMISSION, resource: secret },
          answer: () => access(project, secret, wanted),
        };
      },
      error: googleError,
    },
    add(secret, value) {
      secrets.set(secret, [...(secrets.get(secret) ?? []), { value: Buffer.from(value), enabled: true }]);
      this.refresh();
    },
    disable(secret, version) {
      const found = secrets.get(secret)?.[version - 1];
      if (!found) throw new RangeError(`${secret} has no version ${version}`);
      found.enabled = false;
    },
    mount(secret, folder, account) {
      const latest = secrets.get(secret)?.at(-1);
      if (!allowed(account, PERMISSION, secret))
        throw new Error(`Permission denied on secret ${secret} for ${account}`);
      if (!latest?.enabled) throw new Error(`Secret ${secret}/versions/latest was not found`);
      mkdirSync(folder, { recursive: true });
      const file = join(folder, secret);
      writeFileSync(file, latest.value);
      mounts.push({ secret, file, account });
      return file;
    },
    refresh() {
      for (const { secret, file, account } of mounts) {
        const latest = secrets.get(secret)?.at(-1);
        if (latest?.enabled && allowed(account, PERMISSION, secret)) writeFileSync(file, latest.value);
        else rmSync(file, { force: true });
      }
    },
  };

  /** The latest is the newest, whether it may be used or not. */
  function access(project: string, secret: string, wanted: string): Answer {
    const versions = secrets.get(secret) ?? [];
    const number = wanted === "latest" ? versions.length : Number(wanted);
    const version = versions[number - 1];
    const name = `projects/${project}/secrets/${secret}/versions/${number}`;
    if (!version) return googleError(404, "notFound", `Secret Version [${name}] not found.`);
    if (!version.enabled)
      return googleError(400, "failedPrecondition", `Secret Version [${name}] is in DISABLED state.`);
    const { value } = version;
    return {
      status: 200,
      body: { name, payload: { data: value.toString("base64"), dataCrc32c: String(crc32c(value)) } },
    };
  }
}
