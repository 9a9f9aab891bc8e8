import { imageByDigest } from "../../plan/cloud/build-request.ts";
import { lakeRoot } from "../../plan/cloud/names.ts";
import type { Image } from "../../ports.ts";
import { envFlag, nextSection } from "../../run/view/next.ts";
import { bytesOf } from "../../run/view/numbers.ts";
import { table } from "../../run/view/table.ts";
import { styled, type Text, text } from "../../run/view/text.ts";
import type { Context } from "../command.ts";
import { type ExitCode, exit } from "../exit.ts";
import { stackOf } from "../stack.ts";
import { chosenTemplates, noRepository } from "./templates.ts";

interface Row extends Image {
  readonly template: string;
  readonly image: string;
  /** The environment's file names it. */
  readonly named: boolean;
}

/** What the environment's file names, and what the registry has. */
export async function listImages(context: Context, given: readonly string[]): Promise<ExitCode> {
  const { output } = context;
  const stack = await stackOf(context);
  const { environment, settings, file } = stack;
  const { openBuilder } = await import("../../environment/stack.ts");
  const { builder } = await openBuilder(stack);
  const rows: Row[] = [];
  const lost: string[] = [];
  for (const { name: template, member } of await chosenTemplates(given)) {
    const found = await builder.list(template);
    if (found === null) throw noRepository(environment);
    const named = settings[member];
    const those = found.map((one) => {
      const image = imageByDigest(environment, template, one.digest);
      return { template, image, named: image === named, ...one };
    });
    if (named !== null && !those.some((row) => row.named)) lost.push(named);
    rows.push(...those);
  }
  output.value({ environment: environment.id, file, images: rows, lost });
  output.print(rows.length > 0 ? imagesTable(rows, output.width) : text`There is no image yet.`);
  for (const image of lost) output.note(text`${styled("bad", "lost")}: ${file} names ${image}, which is not there`);
  if (rows.length === 0 || lost.length > 0) {
    output.print(nextSection(["sluice images build"], { lake: lakeRoot(environment), flag: envFlag(environment.id) }));
  }
  return lost.length === 0 ? exit.good : exit.problems;
}

function imagesTable(rows: readonly Row[], width: number): Text[] {
  const columns = [{ title: "" }, { title: "TEMPLATE" }, { title: "UPLOADED" }, { title: "SIZE" }, { title: "DIGEST" }];
  const cells = rows.map(({ template, named, uploaded, bytes, digest }) => [
    named ? styled("good", "✓") : text` `,
    styled("name", template),
    text`${uploaded.slice(0, 16)}Z`,
    text`${bytesOf(bytes)}`,
    text`${digest}`,
  ]);
  return table(columns, cells, { width });
}
