import { join } from "node:path";
import { listTemplates } from "../../catalog/templates.ts";
import { type CloudEnvironment, repositoryId } from "../../plan/cloud/names.ts";
import type { StackValues } from "../../plan/cloud/stack/keys.ts";
import { IMAGE_KEYS, KEYS } from "../../plan/cloud/stack/keys.ts";
import { didYouMean } from "../did-you-mean.ts";
import { type UseProblem, useProblem, type WrongUse, wrongUse } from "../wrong-use.ts";

/** Of this checkout: what is built is what stands here. */
export const TEMPLATES = join(import.meta.dirname, "../../../dataflow-templates");

/** A template, and the setting that names its image. */
export interface Template {
  readonly name: string;
  /** `sluice:image` */
  readonly setting: string;
  /** The same as settings are read. */
  readonly member: keyof StackValues & "image";
}

/** Those that were named, or all. */
export async function chosenTemplates(named: readonly string[]): Promise<Template[]> {
  const names = named.length > 0 ? [...new Set(named)] : await listTemplates(TEMPLATES);
  return names.flatMap((name) => {
    const member = IMAGE_KEYS[name];
    return member === undefined ? [] : [{ name, member, setting: KEYS[member].name }];
  });
}

export async function templateProblems(named: readonly string[]): Promise<UseProblem[]> {
  const known = await listTemplates(TEMPLATES);
  const unknown = named.filter((name) => !known.includes(name));
  const unset = (named.length > 0 ? named : known).filter((name) => known.includes(name) && !(name in IMAGE_KEYS));
  return [
    ...unknown.map((name) => useProblem("unknown-template", `there is no template '${name}'`, didYouMean(name, known))),
    ...unset.map((name) => {
      const cure = "add it to IMAGE_KEYS in lakehouse/plan/cloud/stack/keys.ts";
      return useProblem("template-without-setting", `no setting names the image of ${name}`, cure);
    }),
  ];
}

/** There is no place for images before anything is deployed. */
export function noRepository(environment: CloudEnvironment): WrongUse {
  const message = `${environment.id} has no repository ${repositoryId(environment)} for images`;
  return wrongUse("not-deployed", message, "`pulumi up` makes it; run that first");
}
