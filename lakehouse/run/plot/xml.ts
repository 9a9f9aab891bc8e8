import { escapeText } from "../view/escape.ts";

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** The only way from text into a picture. */
export function xml(text: string): string {
  return escapeText(text).replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
}
