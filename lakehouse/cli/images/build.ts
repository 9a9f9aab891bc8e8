import { isWritable, rewrite } from "../../catalog/stacks.ts";
import { readTemplate } from "../../catalog/templates.ts";
import { imageByDigest } from "../../plan/cloud/build-request.ts";
import { withSetting } from "../../plan/cloud/stack/write.ts";
import { contextTag } from "../../plan/dataflow/build-context.ts";
import type { Build, Builder } from "../../ports.ts";
import { type BuildTools, type BuiltImage, buildImage } from "../../run/build-image.ts";
import { ageOf } from "../../run/view/numbers.ts";
import { shellWord } from "../../run/view/shell-word.ts";
import { styled, text } from "../../run/view/text.ts";
import type { Context } from "../command.ts";
import { type ExitCode, exit } from "../exit.ts";
import { type FiledStack, stackOf } from "../stack.ts";
import { wrongUse } from "../wrong-use.ts";
import { chosenTemplates, noRepository, TEMPLATES, type Template } from "./templates.ts";

/** What became of one template's image. */
interface Outcome {
  readonly template: string;
  readonly tag: string;
  /** By its digest; null: it could not be built. */
  readonly image: string | null;
  readonly build: { readonly id: string; readonly log: string; readonly reason: string | null } | null;
}

/** Builds the templates' images, one after the other, and writes each into the environment's file as it is there. */
export async function buildImages(context: Context, named: readonly string[], rebuild: boolean): Promise<ExitCode> {
  const { output } = context;
  const stack = await writableStack(context);
  const { openBuilder } = await import("../../environment/stack.ts");
  const tools = await openBuilder(stack);
  const outcomes: Outcome[] = [];
  for (const template of await chosenTemplates(named)) {
    if ((await tools.builder.list(template.name)) === null) throw noRepository(stack.environment);
    const outcome = await buildOne(context, tools, stack, template, rebuild);
    outcomes.push(outcome);
    const { image } = outcome;
    if (image !== null) await rewrite(stack.path, (said) => withSetting(said, template.setting, image));
    tell(context, stack, template, outcome);
  }
  const changed = outcomes.some(({ image }) => image !== null && image !== stack.settings.image);
  output.value({ environment: stack.environment.id, file: stack.file, changed, images: outcomes });
  if (changed) {
    output.print([styled("bold", "Next"), text`  pulumi up --stack ${shellWord(stack.environment.id)}`]);
  }
  return outcomes.every(({ image }) => image !== null) ? exit.good : exit.problems;
}

/** Told before minutes are spent on a build. */
async function writableStack(context: Context): Promise<FiledStack> {
  const stack = await stackOf(context);
  if (await isWritable(stack.path)) return stack;
  throw wrongUse("not-writable", `${stack.file} cannot be written`, "make it writable: the image is named there");
}

async function buildOne(
  { output, signal }: Context,
  tools: BuildTools,
  { environment }: FiledStack,
  { name: template }: Template,
  rebuild: boolean,
): Promise<Outcome> {
  const files = await readTemplate(TEMPLATES, template);
  const tag = contextTag(files);
  output.progress(text`${template}: looking for an image of these sources`);
  const built = await buildImage(
    tools,
    { template, tag, files },
    {
      rebuild,
      signal,
      onPhase: (build) => {
        output.progress(null);
        output.note(text`${template}: ${PHASES[build.phase]}${build.joined ? ", begun by another" : ""}`);
        if (build.phase === "queued") output.note(styled("dim", text`  ${tools.builder.page(build.id)}`));
      },
      onWait: (build, seconds) => output.progress(text`${template}: ${PHASES[build.phase]}, ${ageOf(seconds)}`),
      onStray: ({ id }) => {
        const cure = text`cancel it there: ${tools.builder.page(id)}`;
        output.note(text`${styled("warn", "left over")}: the build of ${template} could not be cancelled → ${cure}`);
      },
    },
  );
  output.progress(null);
  const image = built.digest === null ? null : imageByDigest(environment, template, built.digest);
  return { template, tag, image, build: toldBuild(built, tools.builder) };
}

const PHASES: Readonly<Record<Build["phase"], string>> = {
  queued: "waits for its turn",
  working: "is being built",
  built: "is built",
  failed: "could not be built",
  cancelled: "was cancelled",
};

function toldBuild({ build }: BuiltImage, builder: Builder): Outcome["build"] {
  return build && { id: build.id, log: builder.page(build.id), reason: reasonOf(build) };
}

function reasonOf({ phase, reason }: Build): string | null {
  return phase === "cancelled" ? "it was cancelled" : reason;
}

function tell({ output }: Context, { file, settings }: FiledStack, template: Template, outcome: Outcome): void {
  const { image, build } = outcome;
  const { name, member } = template;
  if (image === null) {
    const reason = build?.reason ?? "a step of it failed";
    output.print([
      text`${styled("bad", "✗")} ${name}: ${reason}; ${file} is as it was → mend what the last lines of its log say, then build again`,
      text`  ${build?.log ?? ""}`,
    ]);
    return;
  }
  const how = build === null ? "there is an image of these sources already" : "built";
  const wrote = settings[member] === image ? `${file} named it before` : `${file} names it now`;
  output.print([text`${styled("good", "✓")} ${name}: ${how}, ${wrote}`, text`  ${image}`]);
}
