/** Of a column only what it is called, and what its fields are. */
export interface NamedColumn {
  readonly name: string;
  readonly fields?: readonly NamedColumn[] | undefined;
}

/** Paths of columns, and of fields inside of columns, that are wanted and not present: `note`, `parts.unit`. Names are alike whatever their case. */
export function missingPaths(present: readonly NamedColumn[], wanted: readonly NamedColumn[]): string[] {
  const known = new Map(present.map((column) => [column.name.toLowerCase(), column]));
  return wanted.flatMap(({ name, fields = [] }) => {
    const held = known.get(name.toLowerCase());
    if (!held) return [name];
    return missingPaths(held.fields ?? [], fields).map((path) => `${name}.${path}`);
  });
}

/** Wanted columns that are not present, or not with all of their fields; each whole, as `Warehouse.widen` takes it. */
export function missingColumns<Column extends NamedColumn>(
  present: readonly NamedColumn[],
  wanted: readonly Column[],
): Column[] {
  return wanted.filter((column) => missingPaths(present, [column]).length > 0);
}
