import { didYouMean } from "./did-you-mean.ts";
import { type WrongUse, wrongUse } from "./wrong-use.ts";

/** The word behind the command: `list` of `sluice hold list`. Throws `WrongUse` on any other. */
export function chooseAction<const Actions extends readonly string[]>(
  word: string | undefined,
  actions: Actions,
): Actions[number] {
  const action = actions.find((known) => known === word);
  if (action !== undefined) return action;
  throw unknownAction(word ?? "", actions);
}

function unknownAction(word: string, actions: readonly string[]): WrongUse {
  return wrongUse("unknown-action", `'${word}' is none of its actions`, didYouMean(word, actions));
}
