import { hashText } from "../../plan/names.ts";
import type { Message } from "../message.ts";

/** The same at each try, another one in every other lake: mail programs show one of two mails with the same id. */
export function mailId({ environment, dataset, number, created, facts }: Message): string {
  const identity = [environment, dataset, number, created, ...facts].join("\n");
  return `${environment}.${dataset}.${number}.${hashText(identity).slice(0, 12)}`;
}
