/** A word as a POSIX shell reads it back unchanged. */
export function shellWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (!word.includes("'")) return `'${word}'`;
  return `"${word.replace(/["$`\\]/g, (character) => `\\${character}`)}"`;
}
