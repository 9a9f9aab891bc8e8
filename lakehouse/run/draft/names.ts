import type { ColumnProfile } from "./profile.ts";

const reserved =
  /^(_TABLE_|_FILE_|_PARTITION|_ROW_TIMESTAMP|__ROOT__|_COLIDENTIFIER|_CHANGE_|sluice_|_reasons$|_object$|_generation$|_row$)/i;

/** The file's column names → names that a table can have, each once whatever its case. */
export function columnNames(columns: readonly Pick<ColumnProfile, "name">[]): Map<string, string> {
  const taken = new Set<string>();
  const names = new Map<string, string>();
  for (const { name } of columns) {
    const wanted = tableName(name);
    let free = wanted;
    for (let again = 2; taken.has(free.toLowerCase()); again += 1) free = `${wanted}_${again}`;
    taken.add(free.toLowerCase());
    names.set(name, free);
  }
  return names;
}

function tableName(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(name) && !reserved.test(name)) return name;
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 120);
  const started = /^[A-Za-z]/.test(plain) ? plain : `c_${plain}`;
  return reserved.test(started) ? `c_${started}` : started;
}
