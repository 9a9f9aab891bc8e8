import { shortType, shown, valueAt, valuesAt } from "../look.ts";
import type { Rule } from "../rule.ts";

/** Classes that version 10 of the provider no longer has, and what to take instead. */
const REMOVED: readonly (readonly [short: RegExp, cure: string])[] = [
  [/^vertex\.AiSchedule$/, "colab.Schedule"],
  [/^notebooks\./, "workbench.Instance"],
  [/^iap\.(?:Brand|Client)$/, "none: Google has shut it down"],
  [/^ml\./, "vertex"],
  [/^datacatalog\.(?:Entry|EntryGroup|Tag|TagTemplate)(?:I[Aa][Mm]\w+)?$/, "dataplex.AspectType and EntryType"],
  [/^dataplex\.DataAsset/, "dataplex.DataProductDataAsset"],
];

/** What version 10 reads in another way where it is left as it is. */
const READ_ANEW: readonly (readonly [short: string, isAnother: (inputs: object) => boolean, message: string])[] = [
  [
    "bigquery.Dataset",
    (inputs) => valueAt(inputs, "defaultCollation") === undefined,
    'defaultCollation: is missing, and would be cleared → ""',
  ],
  [
    "workflows.Workflow",
    (inputs) => valueAt(inputs, "sourceContents") === undefined,
    "sourceContents: is missing → name it",
  ],
  [
    "compute.Instance",
    (inputs) => valuesAt(inputs, "guestAccelerators.count").includes(0),
    "guestAccelerators: of none would replace the machine → leave it out",
  ],
];

export const lastingTypes: Rule = {
  name: "lasting-types",
  description: "Nothing that version 10 of the provider removes, or reads in another way.",
  check({ type, inputs }) {
    const short = shortType(type);
    return [
      ...REMOVED.filter(([pattern]) => pattern.test(short)).map(
        ([, cure]) => `the class: ${shown(short)} is gone in version 10 of the provider → ${cure}`,
      ),
      ...READ_ANEW.filter(([one, isAnother]) => one === short && isAnother(inputs)).map(([, , message]) => message),
    ];
  },
};
