import type { Alert } from "../alert.ts";
import { counted } from "./counted.ts";

// Owners of a dataset are told by Sluice's own mails, of each drop; these tell who runs the environment, of a dataset.

export const DROP_ALERTS: readonly Alert[] = [
  counted({
    name: "held",
    severity: "WARNING",
    title: "drops are held",
    when: "a drop came to HELD",
    means:
      "They could be loaded, and should not be without a look. Nothing of them is published until somebody decides; other drops go on.",
    todo: [
      "`sluice hold list DATASET --env ID` says which, and why.",
      "`sluice report KEY --env ID` has its rules, counts and samples.",
      "`sluice hold accept KEY --env ID` publishes it, but for the rows in quarantine; `sluice hold reject KEY --note TEXT --env ID` ends it.",
      "Where the contract is wrong: mend it, `pulumi up`, `sluice replay KEY --env ID`.",
    ],
    by: "dataset",
    counts: "drops_held",
  }),
  counted({
    name: "rejected",
    severity: "WARNING",
    title: "drops are refused",
    when: "a drop came to REJECTED, by its file or by a person",
    means: "Nothing of them is loaded. Mostly the producer has to upload a file again.",
    todo: [
      "`sluice status DATASET --env ID` names them; `sluice report KEY --env ID` says what is wrong with the file.",
      "Was the contract wrong: mend it, `pulumi up`, `sluice replay KEY --env ID`.",
    ],
    by: "dataset",
    counts: "drops_rejected",
  }),
  counted({
    name: "poison",
    severity: "ERROR",
    title: "drops were given up",
    when: "three workers took up a drop and none came back (POISON)",
    means: "The file breaks the worker, or needs more memory or time than there is. It is not tried again by itself.",
    todo: [
      "`sluice status DATASET --env ID` names them; `sluice report KEY --env ID` says how the workers ended.",
      "Mend the cause (in the log, by the drop's key), then `sluice replay KEY --env ID`.",
    ],
    by: "dataset",
    counts: "drops_ended",
    labels: { state: "POISON" },
  }),
  counted({
    name: "unmatched",
    severity: "WARNING",
    title: "uploads that no contract knows",
    when: "an object in landing matches no contract",
    means: "Nobody else is told: no dataset owns them. They stay where they are, and are told of once.",
    todo: [
      "The lines of the log name them.",
      "Upload them under a name that a landing pattern takes (`sluice plan DATASET --env ID` shows it); or write the contract, `sluice lint`, `pulumi up`.",
    ],
    by: null,
    counts: "objects_unmatched",
  }),
];
