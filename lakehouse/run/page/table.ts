import { type Markup, markup, type Part } from "./markup.ts";
import { counted } from "./words.ts";

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => Part;
  /** `main`: what the row is about; `number`: right-aligned; `short`: a date or a word, never broken. */
  readonly kind: "main" | "number" | "short" | "text";
}

/** Rows that are shown at once; the others open on demand. */
const atOnce = 10;

/**
 * A table that becomes a list of cards on a phone: hence the labels at each cell, and the roles, which a table loses
 * with its layout. `things` counts what is not shown at once.
 */
export function table<Row>(
  caption: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  things: readonly [one: string, many: string],
): Markup {
  const later = rows.slice(atOnce);
  // One row more is no reason to open something.
  if (later.length <= 1) return plainTable(caption, columns, rows);
  return markup`${plainTable(caption, columns, rows.slice(0, atOnce))}
<details class="more"><summary>${counted(later.length, `more ${things[0]}`, `more ${things[1]}`)}</summary>
${plainTable(`${caption}, continued`, columns, later)}</details>`;
}

function plainTable<Row>(caption: string, columns: readonly Column<Row>[], rows: readonly Row[]): Markup {
  const heads = columns.map(
    ({ title, kind }) => markup`<th role="columnheader" scope="col" class="${kind}">${title}</th>`,
  );
  return markup`<div class="scroll"><table role="table" aria-label="${caption}">
<thead role="rowgroup"><tr role="row">${heads}</tr></thead>
<tbody role="rowgroup">${rows.map((row) => tableRow(columns, row))}</tbody></table></div>`;
}

function tableRow<Row>(columns: readonly Column<Row>[], row: Row): Markup {
  return markup`<tr role="row">${columns.map(({ kind, title, cell }) =>
    kind === "main"
      ? markup`<th role="rowheader" scope="row" class="main">${cell(row)}</th>`
      : markup`<td role="cell" class="${kind}" data-label="${title}">${cell(row)}</td>`,
  )}</tr>
`;
}
