import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Plan } from "../../plan/plan.ts";
import type { Objects } from "../../ports.ts";
import { newestMail, type Preview, previewDrop } from "../../run/preview-mail.ts";
import { listDatasets } from "../../run/state.ts";
import type { Contradiction } from "../../run/verify/contradiction.ts";
import { shortKey } from "../../run/view/open-drops.ts";
import { styled, type Text, text } from "../../run/view/text.ts";
import { chooseAction } from "../actions.ts";
import { chooseDrops } from "../choose-drops.ts";
import { type Context, command, type Flags } from "../command.ts";
import { readablePlans } from "../deployed.ts";
import { exit } from "../exit.ts";
import { lookAtLake } from "../lake.ts";
import { leftOutLine } from "../verify-ledger.ts";

const flags = {
  out: { kind: "text", value: "DIR", meaning: "folder for the rendered mails", default: "out/preview" },
} as const satisfies Flags;

type MailContext = Context<typeof flags>;

/** What its files are called. */
type Named = Preview & { readonly stem: string };

export default command({
  name: "mail",
  topic: "Operating",
  summary: "what people were told, or would be: rendered to look at, never sent",
  help: `
Renders a mail as text and HTML into a folder and prints its text. With a drop: the mail about that drop alone, as if
nothing had been told before, by the contract as it is now. With a dataset: the newest message of its outbox; without a
word that of every dataset. Nothing is sent and nothing is marked as told.

  $ sluice mail preview                       the newest of each dataset
  $ sluice mail preview flights
  $ sluice mail preview 0123456789ab --out /tmp/mails

Mails of a laptop are files of the lake's folder mail/, which any mail program opens.
Exits 0, 1 where a message cannot be read, 2 where no dataset or drop fits.`,
  arguments: [
    { name: "ACTION", meaning: "preview", required: true, many: false },
    {
      name: "WORD",
      meaning: "a dataset, a drop's key or object name (default: every dataset)",
      required: false,
      many: false,
    },
  ],
  flags,
  clouds: true,
  run(context) {
    chooseAction(context.args[0], ["preview"]);
    const { output } = context;
    return lookAtLake(context, async ({ objects, place, flags: lake }) => {
      const plans = await readablePlans(context, place);
      const { previews, leftOut } = await previewsOf({ objects, flags: lake }, context.args[1], plans);
      const files = new Map<Named, readonly string[]>();
      for (const preview of previews) files.set(preview, await render(context, preview));
      output.value({
        mails: previews.map((preview) => valueFor(preview, files.get(preview) ?? [])),
        leftOut,
      });
      for (const problem of leftOut) output.note(leftOutLine(problem));
      if (previews.length + leftOut.length === 0) output.print(text`Nobody was told anything yet.`);
      for (const preview of previews) output.print(linesOf(preview, files.get(preview) ?? []));
      return leftOut.length === 0 ? exit.good : exit.problems;
    });
  },
});

async function previewsOf(
  { objects, flags: lake }: { objects: Objects; flags: string },
  word: string | undefined,
  plans: readonly Plan[],
): Promise<{ readonly previews: readonly Named[]; readonly leftOut: readonly Contradiction[] }> {
  const datasets = await listDatasets(objects);
  if (word !== undefined && !datasets.includes(word)) {
    const [entry] = await chooseDrops(objects, [word], () => null);
    if (!entry) return { previews: [], leftOut: [] };
    const stem = `${entry.value.dataset}-${shortKey(entry.value.drop.key)}`;
    const preview = await previewDrop({ objects, flags: lake }, plans, entry.value);
    return { previews: [{ ...preview, stem }], leftOut: [] };
  }
  const chosen = word === undefined ? datasets : [word];
  const newest = await Promise.all(chosen.map((dataset) => newestMail(objects, dataset)));
  return {
    previews: newest.flatMap(({ preview }) => (preview ? [{ ...preview, stem: preview.dataset }] : [])),
    leftOut: newest.flatMap(({ leftOut }) => leftOut),
  };
}

/** The files that were written; none where there is no mail. */
async function render({ flags: given, cwd }: MailContext, { stem, letter }: Named): Promise<readonly string[]> {
  if (!letter) return [];
  const folder = resolve(cwd, given.out);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${stem}.txt`), letter.text);
  await writeFile(join(folder, `${stem}.html`), letter.html);
  return [`${given.out}/${stem}.txt`, `${given.out}/${stem}.html`];
}

function valueFor({ dataset, about, kind, letter }: Named, files: readonly string[]): object {
  const { to = [], subject = null, text: body = null } = letter ?? {};
  return { dataset, about, kind, to, subject, text: body, files };
}

function linesOf({ about, kind, letter }: Named, files: readonly string[]): Text[] {
  const title = styled("bold", about);
  if (kind === null) return [text`${title}: there is nothing to tell`, text``];
  if (!letter) return [text`${title}: nobody is told at once; it waits for a digest`, text``];
  const body = letter.text.trimEnd().split(/\r?\n/);
  return [
    title,
    text`${styled("dim", "to")}       ${letter.to.join(", ")}`,
    text`${styled("dim", "subject")}  ${letter.subject}`,
    text`${styled("dim", "files")}    ${files.join(", ")}`,
    text``,
    ...body.map((line) => text`${line}`),
    text``,
  ];
}
