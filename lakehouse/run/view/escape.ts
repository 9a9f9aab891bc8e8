import { INVISIBLE } from "../../plan/words-escape.ts";

export { escapeText } from "../../plan/words-escape.ts";

/** JSON that says the same without dangerous characters; line breaks between its parts stay. */
export function escapeJson(json: string): string {
  return json.replace(INVISIBLE, (character) => {
    if (character === "\n") return character;
    const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
    return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
  });
}
