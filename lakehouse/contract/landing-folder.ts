/** How the names of all objects begin that a landing pattern fits; empty where that cannot be told. */
export function literalStart(whole: string): string {
  const pattern = whole.replace(/^\^/, "");
  const [literal = ""] = /^(?:[\w=/-]|\\[.$^+*?()[\]{}|/\\-])*/.exec(pattern) ?? [];
  // What is repeated may be there no time, and of alternatives each begins in its own way.
  const sure = /^[?*{]/.test(pattern.slice(literal.length)) ? literal.replace(/(\\?.)$/s, "") : literal;
  return /(?<!\\)\|/.test(pattern) ? "" : sure.replaceAll(/\\(.)/g, "$1");
}

/** The folder that all of these objects lie in, `device_pings/`; null where no folder is sure. */
export function folderOf(pattern: string): string | null {
  const start = literalStart(pattern);
  return start.slice(0, start.lastIndexOf("/") + 1) || null;
}
