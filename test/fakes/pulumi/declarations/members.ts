import { closedList } from "./closed-list.ts";
import { type Shape, shapeOf } from "./shape.ts";

/** What an interface of inputs has. */
export interface Member {
  readonly name: string;
  readonly isRequired: boolean;
  readonly shape: Shape;
  /** What is to be used instead, in the provider's words; null where it is not deprecated. */
  readonly deprecated: string | null;
  /** All values that it may have; null where they are not listed. */
  readonly values: readonly string[] | null;
}

const MEMBER = /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*)?\b(\w+)(\??): ((?:\{[^}]*\}|[^;{}])*);/g;

/** From the text between the braces of an interface. */
export function membersOf(body: string): Member[] {
  return [...body.slice(body.indexOf("{") + 1).matchAll(MEMBER)].map(([, comment = "", name = "", mark, type = ""]) => {
    const told = comment.replaceAll(/\n[ \t]*\* ?/g, "\n").trim();
    return {
      name,
      isRequired: mark === "",
      shape: shapeOf(type),
      deprecated: /@deprecated\s*([\s\S]*)/.exec(told)?.[1]?.replaceAll(/\s+/g, " ").trim() ?? null,
      values: closedList(told),
    };
  });
}
