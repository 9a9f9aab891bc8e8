import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmlMailer } from "../../lakehouse/adapters/eml.ts";
import { createMemoryClock } from "../fakes/memory/clock.ts";
import { createMemoryMailer } from "../fakes/memory/mailer.ts";
import { mailerConformance } from "./mailer.ts";
import { readEml } from "./read-eml.ts";

mailerConformance("memory", async () => {
  const mailer = createMemoryMailer();
  return {
    mailer,
    received: async () => mailer.taken.map(({ from, ...rest }) => ({ ...rest, from: from.email })),
    close: async () => undefined,
  };
});

mailerConformance("files", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sluice-mail-"));
  const clock = createMemoryClock("2001-01-05T05:03:00.000Z");
  const mailer = createEmlMailer(folder, clock);
  return {
    mailer: {
      send(mail) {
        clock.advance(1);
        return mailer.send(mail);
      },
    },
    received: async () =>
      readdirSync(folder)
        .sort()
        .map((name) => readEml(readFileSync(join(folder, name)))),
    close: async () => rmSync(folder, { recursive: true }),
  };
});
