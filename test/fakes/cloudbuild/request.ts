// What Cloud Build says against a build before there is one. It is held to more than the service holds it to: a field
// that the fake does not know, another builder than Docker's, or an image that no step makes is refused.

export interface AskedBuild {
  readonly source: {
    readonly storageSource: { readonly bucket: string; readonly object: string; readonly generation: string };
  };
  readonly steps: readonly { readonly id: string; readonly name: string; readonly args: readonly string[] }[];
  readonly images: readonly string[];
  readonly serviceAccount: string;
  readonly options: Readonly<Record<string, string>>;
  readonly timeout: string;
  readonly tags: readonly string[];
}

const FIELDS = ["source", "steps", "images", "serviceAccount", "options", "timeout", "tags"];
const SOURCE = ["bucket", "object", "generation"];
const STEP = ["id", "name", "env", "args"];
const IMAGE = /^[a-z0-9-]+-docker\.pkg\.dev\/[a-z0-9-]+\/[a-z0-9-]+\/[a-z0-9-]+:(\$BUILD_ID|[\w][\w.-]{0,127})$/;
const LONGEST_SECONDS = 86_400;

export function readBuild(body: unknown): AskedBuild | { readonly problems: readonly string[] } {
  const asked = (body ?? {}) as AskedBuild;
  const unknown = [
    ...othersOf(asked, FIELDS),
    ...othersOf(asked.source ?? {}, ["storageSource"]),
    ...othersOf(asked.source?.storageSource ?? {}, SOURCE),
    ...(asked.steps ?? []).flatMap((step) => othersOf(step, STEP)),
    ...othersOf(asked.options ?? {}, ["logging"]),
  ];
  const unnamed = FIELDS.filter((field) => !(field in asked));
  const problems = [
    ...unknown.map((name) => `Invalid JSON payload received. Unknown name "${name}": Cannot find field.`),
    ...unnamed.map((name) => `this fake wants ${name} said`),
  ];
  return problems.length > 0 ? { problems } : orProblems(asked);
}

function orProblems(asked: AskedBuild): AskedBuild | { readonly problems: readonly string[] } {
  const { steps, images, serviceAccount, options, timeout, tags, source } = asked;
  const wrong = (holds: boolean, says: string) => (holds ? [] : [says]);
  const [step] = steps;
  const made = step?.args.filter((word) => word.startsWith("--tag=")).map((word) => word.slice("--tag=".length)) ?? [];
  const strings = [...images, ...steps.flatMap(({ args }) => args)];
  const problems = [
    ...wrong(/^\d+$/.test(source.storageSource.generation), "generation must be said: an object may be replaced"),
    ...wrong(
      steps.length === 1 && step?.name === "gcr.io/cloud-builders/docker",
      "this fake knows one step, of Docker's",
    ),
    ...wrong(step?.args[0] === "build" && step.args.at(-1) === ".", "the step must build the folder"),
    ...wrong(images.length > 0 && images.every((image) => IMAGE.test(image)), "an image's name is of no form"),
    ...images.flatMap((image) => wrong(made.includes(image), `no step makes ${image}`)),
    ...wrong(
      strings.every((word) => !/\$(?!BUILD_ID\b)/.test(word)),
      "invalid build: a substitution is not known",
    ),
    ...wrong(
      /^projects\/[^/]+\/serviceAccounts\/[^/@]+@[^/@]+$/.test(serviceAccount),
      "service account must be projects/PROJECT/serviceAccounts/EMAIL",
    ),
    ...wrong(
      options.logging === "CLOUD_LOGGING_ONLY",
      "if 'build.service_account' is specified, the build must either (a) specify 'build.logs_bucket', or (b) use CLOUD_LOGGING_ONLY",
    ),
    ...wrong(/^\d+s$/.test(timeout) && Number.parseInt(timeout, 10) <= LONGEST_SECONDS, "timeout is no such duration"),
    ...wrong(
      tags.every((tag) => /^[\w][\w.-]{0,127}$/.test(tag)),
      "invalid tag",
    ),
  ];
  return problems.length > 0 ? { problems } : asked;
}

function othersOf(value: object, known: readonly string[]): string[] {
  return Object.keys(value).filter((name) => !known.includes(name));
}
