import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSendGridMailer } from "../../lakehouse/adapters/sendgrid.ts";
import type { Mailer } from "../../lakehouse/ports.ts";
import { alone } from "../fakes/http/alone.ts";
import { type Surroundings, serve } from "../fakes/http/serve.ts";
import { createSendGridService, type SendGridFake } from "../fakes/sendgrid/service.ts";

/** A key by its form alone; nothing that is thrown may hold it. */
export const KEY = "SG.canary-of-the-key-000.canary-of-the-key-0123456789-0123456789-0123456";
export const NEXT_KEY = `${KEY}-next`;

/** The mailer before the fake service, with its key in a file as a secret is mounted. */
export interface SendGridBench extends Surroundings {
  readonly mailer: Mailer;
  readonly fake: SendGridFake;
  readonly url: string;
  readonly keyFile: string;
  /** Null: no such file. */
  mount(key: string | null): void;
  close(): Promise<void>;
}

export async function openSendGrid(): Promise<SendGridBench> {
  const folder = mkdtempSync(join(tmpdir(), "sluice-sendgrid-"));
  const keyFile = join(folder, "key");
  const around = alone();
  const fake = createSendGridService([KEY]);
  const serving = await serve(fake.service, around);
  const mount = (key: string | null) => (key === null ? rmSync(keyFile) : writeFileSync(keyFile, `${key}\n`));
  mount(KEY);
  return {
    ...around,
    mailer: createSendGridMailer({ keyFile, endpoint: serving.url }),
    fake,
    url: serving.url,
    keyFile,
    mount,
    close: async () => {
      await serving.close();
      rmSync(folder, { recursive: true });
    },
  };
}
