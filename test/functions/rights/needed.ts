import type { CloudEnvironment } from "../../../lakehouse/plan/cloud/names.ts";
import { ROWS, type Row, rightKey, type Who } from "../../../lakehouse/plan/cloud/rights.ts";
import type { Question } from "../../fakes/cloud.ts";
import { allowing, emailsOf, type Rights } from "../../fakes/rights.ts";

/** What a row is known by: `split ledger-objectViewer`. */
export function rowName(row: Row): string {
  return `${row.who} ${rightKey(row)}`;
}

/** Rights without which something that was asked for would have been refused. */
export function neededFor(environment: CloudEnvironment, asked: readonly Question[]): Row[] {
  const names = emailsOf(environment);
  const questions = Map.groupBy(distinct(asked), ({ account }) => names.get(account));
  return [...Map.groupBy(ROWS, ({ who }) => who)].flatMap(([who, rows]) => {
    const held = rows.map((row) => ({ row, allows: allowing(environment, row) }));
    const alone = (questions.get(who) ?? []).flatMap(({ permission, resource }) => {
      const allowing = held.filter(({ allows }) => allows(permission, resource));
      return allowing.length === 1 ? allowing.map(({ row }) => row) : [];
    });
    return rows.filter((row) => alone.includes(row));
  });
}

function distinct(asked: readonly Question[]): Question[] {
  return [...new Map(asked.map((one) => [`${one.account} ${one.permission} ${one.resource}`, one])).values()];
}

/** The whole table but for one right. */
export function without(lost: Row): Rights {
  const kept: Partial<Record<Who, Row[]>> = {
    [lost.who]: ROWS.filter((row) => row.who === lost.who && row !== lost),
  };
  return kept;
}
