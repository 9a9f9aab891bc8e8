import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { MailState } from "../../lakehouse/run/page/state.ts";
import { countOf } from "../../lakehouse/run/view/numbers.ts";
import type { Finding } from "./invariant.ts";

/** Every mail that was to be sent is there as a file, and none twice. */
export async function mailsAreSentOnce(folder: string, messages: readonly MailState[]): Promise<Finding> {
  const files = (await readdir(folder)).filter((name) => name.endsWith(".eml"));
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), "utf8")));
  const ids = new Set(texts.map((text) => /^Message-ID: *(\S+)/im.exec(text)?.[1]));
  const sent = messages.filter(({ state }) => state === "SENT").length;
  const unsent = messages.filter(({ state }) => state !== "SENT" && state !== "NOTED").length;
  return {
    holds: files.length === sent && ids.size === files.length && !ids.has(undefined) && unsent === 0,
    found: `${countOf(files.length, "mail")}, no Message-ID twice, none waits`,
  };
}
