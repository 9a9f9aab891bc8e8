import { z } from "zod";

/** `metadata.json` beside a template, made from its options: a TemplateMetadata of Dataflow's templates.proto. */
export const TemplateMetadataSchema = z.strictObject({
  name: z.string(),
  description: z.string(),
  streaming: z.boolean(),
  parameters: z.array(
    z.strictObject({
      name: z.string(),
      label: z.string(),
      helpText: z.string(),
      paramType: z.enum(["TEXT", "NUMBER"]),
      /** The value must match all of them. POSIX's extended syntax, of which these use what ECMAScript shares. */
      regexes: z.array(z.string()),
      isOptional: z.boolean().optional(),
      defaultValue: z.string().optional(),
    }),
  ),
});
export type TemplateMetadata = z.infer<typeof TemplateMetadataSchema>;

/** What Dataflow would refuse at the launch, one problem after the other: here all at once, and before. */
export function parameterProblems(
  { name, parameters }: TemplateMetadata,
  given: Readonly<Record<string, string>>,
): string[] {
  const known = parameters.map((parameter) => parameter.name);
  const unknown = Object.keys(given).filter((key) => !known.includes(key));
  return [
    ...unknown.map((key) => `parameter ${key}: ${name} has none of this name → write one of ${known.join(", ")}`),
    ...parameters.flatMap(({ name: key, regexes, isOptional }) => {
      const value = Object.hasOwn(given, key) ? given[key] : undefined;
      if (value === undefined) return isOptional ? [] : [`parameter ${key}: missing`];
      return regexes
        .filter((regex) => !new RegExp(regex, "u").test(value))
        .map((regex) => `parameter ${key}: ${JSON.stringify(value)} does not match ${regex}`);
    }),
  ];
}
