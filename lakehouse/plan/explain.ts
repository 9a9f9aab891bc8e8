import { planHash } from "./canonical.ts";
import { accessSection } from "./explain/access.ts";
import { arrivalSection } from "./explain/arrival.ts";
import { checksSection } from "./explain/checks.ts";
import { columnsSection } from "./explain/columns.ts";
import { derivationSection } from "./explain/derivation.ts";
import { publicationSection } from "./explain/publication.ts";
import { rulesSection } from "./explain/rules.ts";
import { heading, printSection, type Section } from "./explain/section.ts";
import { splitSqlSection, warehouseSqlSection } from "./explain/sql.ts";
import { tellSection } from "./explain/tell.ts";
import type { Plan } from "./plan.ts";

/** Null: the section has nothing to say of this plan. */
const SECTIONS: readonly ((plan: Plan) => Section | null)[] = [
  arrivalSection,
  derivationSection,
  columnsSection,
  rulesSection,
  checksSection,
  publicationSection,
  accessSection,
  tellSection,
  splitSqlSection,
  warehouseSqlSection,
];

/** The plan in words and SQL, for a person: a second reader of the value that hosts run, never a second way to make it. */
export function explain(plan: Plan): string {
  const sections = SECTIONS.flatMap((section) => section(plan) ?? []);
  return `${[heading(plan, planHash(plan)), ...sections.map(printSection)].join("\n\n")}\n`;
}
