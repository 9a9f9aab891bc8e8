import { cut, joined, padded, styled, type Text, text, width } from "./text.ts";

export interface TableColumn {
  readonly title: string;
  readonly align?: "left" | "right";
}

export interface TableOptions {
  /** Columns of the terminal; the widest cells are cut until the table fits. */
  readonly width: number;
  readonly indent?: number;
}

const gap = "  ";
const narrowest = 6;

/** Aligned lines with a dim head; cells are cut, never wrapped, so that a row stays a line. */
export function table(
  columns: readonly TableColumn[],
  rows: readonly (readonly Text[])[],
  options: TableOptions,
): Text[] {
  const indent = options.indent ?? 0;
  const widths = fit(naturalWidths(columns, rows), options.width - indent);
  const line = (cells: readonly Text[]) => {
    const padding = cells.map((cell, index) => {
      const space = widths[index] ?? 0;
      const last = index === cells.length - 1 && columns[index]?.align !== "right";
      return last ? cut(cell, space) : padded(cut(cell, space), space, columns[index]?.align);
    });
    return joined([" ".repeat(indent), joined(padding, gap)], "");
  };
  return [line(columns.map(({ title }) => styled("dim", title))), ...rows.map(line)];
}

function naturalWidths(columns: readonly TableColumn[], rows: readonly (readonly Text[])[]): number[] {
  return columns.map(({ title }, index) =>
    rows.reduce((widest, row) => Math.max(widest, width(row[index] ?? text``)), width(title)),
  );
}

/** Takes from the widest first, so that short columns stay whole. */
function fit(natural: readonly number[], available: number): number[] {
  const space = available - gap.length * (natural.length - 1);
  const total = () => widths.reduce((sum, value) => sum + value, 0);
  const widths = [...natural];
  while (total() > space) {
    const widest = Math.max(...widths);
    if (widest <= narrowest) break;
    const next = Math.max(narrowest, ...widths.filter((value) => value < widest));
    const count = widths.filter((value) => value === widest).length;
    const step = Math.max(1, Math.min(widest - next, Math.ceil((total() - space) / count)));
    for (const [index, value] of widths.entries()) if (value === widest) widths[index] = value - step;
  }
  return widths;
}
