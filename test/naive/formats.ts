// The formats of docs/rules.md, told again step by step.
import { isIPv4, isIPv6 } from "node:net";
import type { StringFormat } from "../../lakehouse/contract/field.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const DIGITS = "0123456789";

export function hasFormat(format: StringFormat, text: string): boolean {
  switch (format) {
    case "uuid":
      return isUuid(text);
    case "email":
      return isEmail(text);
    case "uri":
      return isUri(text);
    case "ipv4":
      return isIPv4(text);
    case "ipv6":
      return isIPv6(text) && !text.includes("%");
    case "hostname":
      return text.length <= 253 && text.split(".").every(isLabel);
    case "byte":
      return isBase64(text);
    case "binary":
    case "password":
      return true;
  }
}

function only(text: string, characters: string): boolean {
  return [...text].every((character) => characters.includes(character));
}

function isUuid(text: string): boolean {
  const groups = text.split("-");
  return groups.map(({ length }) => length).join() === "8,4,4,4,12" && only(groups.join(""), `${DIGITS}abcdefABCDEF`);
}

function isEmail(text: string): boolean {
  const [local = "", domain = "", ...more] = text.split("@");
  if (more.length > 0 || local.length < 1 || local.length > 64) return false;
  const labels = domain.split(".");
  return only(local, `${LETTERS}${DIGITS}.!#$%&'*+/=?^_\`{|}~-`) && labels.length > 1 && labels.every(isLabel);
}

function isUri(text: string): boolean {
  const colon = text.indexOf(":");
  const [scheme, rest] = [text.slice(0, colon), text.slice(colon + 1)];
  if (colon < 1 || rest === "" || !LETTERS.includes(scheme.charAt(0))) return false;
  return only(scheme, `${LETTERS}${DIGITS}+.-`) && only(rest, `${LETTERS}${DIGITS}._~:/?#[]@!$&'()*+,;=%-`);
}

function isLabel(label: string): boolean {
  const inside = label.length >= 1 && label.length <= 63 && only(label, `${LETTERS}${DIGITS}-`);
  return inside && !label.startsWith("-") && !label.endsWith("-");
}

function isBase64(text: string): boolean {
  const bare = text.replace(/={1,2}$/, "");
  return text.length % 4 === 0 && only(bare, `${LETTERS}${DIGITS}+/`) && (text === "" || bare !== "");
}
