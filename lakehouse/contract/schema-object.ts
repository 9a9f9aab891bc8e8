import type { Cursor } from "./cursor.ts";
import type { Located } from "./fields.ts";
import type { Report } from "./lint.ts";
import type { Settings } from "./settings.ts";

/** The one object that a contract describes, as far as it has been read. */
export interface SchemaObject {
  readonly at: Cursor;
  readonly settings: Settings;
  /** Every field at any depth, in the order of the text. */
  readonly located: readonly Located[];
  /** Top-level columns by name. */
  readonly columns: ReadonlyMap<string, Located>;
  /** Its rows are made by SQL: it takes no drops. */
  readonly derived: boolean;
  readonly report: Report;
}
