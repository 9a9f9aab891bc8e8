import type { Plan } from "../plan/plan.ts";
import { UnreadableValue } from "../ports/values.ts";
import { type ChainTools, type Followed, publishAndTell } from "../run/chain.ts";
import { problemOf } from "../run/verify/contradiction.ts";
import { standstillLines } from "../run/view/advanced.ts";
import { checkedLines, checkedValue } from "../run/view/checked.ts";
import { mailLine, mailValue } from "../run/view/mails.ts";
import { publicationLine, publicationValue } from "../run/view/publication.ts";
import { styled, type Text, text } from "../run/view/text.ts";
import type { Context } from "./command.ts";
import { type ExitCode, exit } from "./exit.ts";

/** Publishes and tells; each publication and mail is said as it comes. `plans` as `publishOrder` has them. */
export async function follow(
  { output, root, signal }: Pick<Context, "output" | "root" | "signal">,
  tools: ChainTools,
  plans: readonly Plan[],
  say: (line: Text) => void = output.print,
): Promise<Followed> {
  const followed = await publishAndTell(tools, plans, {
    signal,
    onDataset: (dataset) => output.progress(text`publishing ${dataset}`),
    onEnded: (publication) => say(publicationLine(publication)),
  });
  output.progress(null);
  for (const line of followed.advanced.flatMap(({ checked }) => checked.flatMap(checkedLines))) say(line);
  for (const message of followed.informed.messages) say(mailLine(message, root.lake));
  for (const line of followed.advanced.flatMap(standstillLines)) output.note(line);
  for (const fault of followed.informed.faults) {
    const triesAgain = "`sluice reconcile` tries again";
    const cure = fault instanceof UnreadableValue ? `${problemOf(fault).cure}; then ${triesAgain}` : triesAgain;
    output.note(text`${styled("warn", "mail")}: ${fault.message} → ${cure}`);
  }
  return followed;
}

/** Of `--json`, beside what the command itself did; `before`: messages that it added by itself. */
export function followedValue({ advanced, informed }: Followed, before: Followed["informed"]["messages"] = []): object {
  return {
    publications: advanced.flatMap(({ ended }) => ended.map(publicationValue)),
    waiting: advanced.flatMap(({ dataset, stuck, waitingOn, fault }) =>
      stuck || waitingOn || fault
        ? [{ dataset, stuck: stuck?.stuck ?? null, waitingOn, fault: fault?.message ?? null }]
        : [],
    ),
    checks: advanced.flatMap(({ checked }) => checked.map(checkedValue)),
    mails: [...before, ...informed.messages].map(mailValue),
  };
}

/** Mail that fails is no fault of the data's way; a check that fails after it is. */
export function followedCode({ advanced }: Followed): ExitCode {
  if (advanced.some(({ fault }) => fault)) return exit.fault;
  const open = advanced.some(
    ({ stuck, waitingOn, checked }) => stuck || waitingOn || checked.some((record) => checkedLines(record).length > 0),
  );
  return open ? exit.problems : exit.good;
}
