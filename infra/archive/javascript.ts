import { stripTypeScriptTypes } from "node:module";
import type { ArchiveFile } from "../archive.ts";

/** A name with its ending, where its quote ends it: of an import, or of a file that is looked for. */
const ENDING = /\.ts(?=["'`])/g;

/**
 * A source without its types, which stand there as blanks: lines and columns stay what they are in the checkout. Node
 * would do the same at each start, and load a compiler for it: a third of the time until a cold function answers.
 */
export function asJavaScript({ path, bytes }: ArchiveFile): ArchiveFile {
  const isTyped = path.endsWith(".ts");
  if (!isTyped && !path.endsWith(".mjs")) return { path, bytes };
  const text = new TextDecoder().decode(bytes);
  const plain = isTyped ? stripTypeScriptTypes(text) : text;
  return { path: path.replace(/\.ts$/, ".js"), bytes: new TextEncoder().encode(plain.replaceAll(ENDING, ".js")) };
}
