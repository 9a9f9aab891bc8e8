import { chooseAction } from "../actions.ts";
import { type Context, command, type Flags } from "../command.ts";
import { buildImages } from "../images/build.ts";
import { listImages } from "../images/list.ts";
import { templateProblems } from "../images/templates.ts";
import { isCloud } from "../root-flags.ts";
import { useProblem, WrongUse } from "../wrong-use.ts";

const flags = {
  rebuild: { kind: "switch", meaning: "build: although there is an image of these sources, for newer base images" },
} as const satisfies Flags;

type ImagesContext = Context<typeof flags>;

export default command({
  name: "images",
  topic: "Operating",
  summary: "images of Dataflow's jobs: build them by Cloud Build, list those that are there",
  help: `
Large drops are split by jobs on Dataflow, each from the image of its template. build sends what the template's
Dockerfile copies to Cloud Build, waits, and writes the image's digest into the environment's file, of which it changes
that line alone. \`pulumi up\` then lets the next jobs run it; those that are queued run what they were told. An image is
named by its sources: where there is one of them already, nothing is built and that one is written. Ctrl-C cancels the
build. list shows which image the file names, and all that are there, the newest first.

  $ sluice images build --env dev             all templates; then: pulumi up
  $ sluice images build split --env prod
  $ sluice images build --rebuild --env dev   for base images that have moved on
  $ sluice images list --env prod             also to go back: write an older digest into the file, then pulumi up

Exits 0 if every image is there and written (list: if the one that the file names is there), 1 if not, 2 for wrong use,
3 for a fault.`,
  arguments: [
    { name: "ACTION", meaning: "build or list", required: true, many: false },
    {
      name: "TEMPLATE",
      meaning: "folders of dataflow-templates with a main.py (default: all)",
      required: false,
      many: true,
    },
  ],
  flags,
  clouds: true,
  async run(context) {
    const action = chooseAction(context.args[0], ["build", "list"]);
    const templates = context.args.slice(1);
    await checkUse(context, action, templates);
    return action === "build" ? buildImages(context, templates, context.flags.rebuild) : listImages(context, templates);
  },
});

/** Everything that can be told without the environment. */
async function checkUse(
  { flags: given, root }: ImagesContext,
  action: "build" | "list",
  templates: readonly string[],
): Promise<void> {
  const problems = await templateProblems(templates);
  if (!isCloud(root)) {
    problems.push(useProblem("cloud-command", "images are for an environment in the cloud", "name it: --env dev"));
  }
  if (action === "list" && given.rebuild) {
    problems.push(useProblem("flags-contradict", "list builds nothing", "leave --rebuild out"));
  }
  if (problems.length > 0) throw new WrongUse(problems);
}
