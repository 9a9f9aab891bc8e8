import type { PlanColumn } from "../../plan/plan.ts";
import type { Matched } from "../protocol.ts";
import { type TypeTree, typeText, typeTree } from "../type-tree.ts";
import { foldName } from "./check-schema.ts";

type Differences = Matched["differences"];

/** How a column with fields or items meets the plan's, field by field. */
export interface NestedMatch extends Pick<Differences, "unknown" | "missing" | "retyped"> {
  /** False: some field cannot be read as what the plan wants. */
  readonly readable: boolean;
  /** The drop's type without the fields that the plan does not know: what a round trip is compared in. */
  readonly kept: string;
}

/**
 * Fields meet by name without regard to case, as in a cast of structs. DuckDB would cast a list of lists to a list of
 * texts and a struct to one without its strange fields without a word, so the shapes are compared here first.
 */
export function matchNested(column: PlanColumn, from: string): NestedMatch {
  const found: Found = { unknown: [], missing: [], retyped: [], readable: true };
  const kept = meet(column, typeTree(column.type), typeTree(from), column.physical, column.name, found);
  return { ...found, kept: typeText(kept) };
}

interface Found {
  unknown: Differences["unknown"];
  missing: string[];
  retyped: Differences["retyped"];
  readable: boolean;
}

function meet(column: PlanColumn, plan: TypeTree, drop: TypeTree, shown: string, path: string, found: Found): TypeTree {
  if (plan.kind === "list" && drop.kind === "list") {
    return { kind: "list", item: meet(column, plan.item, drop.item, `${shown}[]`, `${path}[]`, found) };
  }
  if (plan.kind === "struct" && drop.kind === "struct") {
    return meetMembers(column, plan, drop, shown, path, found);
  }
  if (plan.kind === "leaf" && drop.kind === "leaf") meetLeaf(column, plan.text, drop.text, shown, path, found);
  else unreadable(plan, drop, shown, found);
  return drop;
}

type Struct = Extract<TypeTree, { kind: "struct" }>;

function meetMembers(
  column: PlanColumn,
  plan: Struct,
  drop: Struct,
  shown: string,
  path: string,
  found: Found,
): TypeTree {
  const byName = new Map(plan.members.map((member) => [foldName(member.name), member]));
  const shared = drop.members.flatMap((member) => {
    const wanted = byName.get(foldName(member.name));
    byName.delete(foldName(member.name));
    const name = `${shown}.${member.name}`;
    if (!wanted) {
      found.unknown.push({ name, type: typeText(member.type) });
      return [];
    }
    const type = meet(column, wanted.type, member.type, name, `${path}.${wanted.name}`, found);
    return [{ name: member.name, type }];
  });
  for (const { name } of byName.values()) found.missing.push(`${shown}.${name}`);
  if (shared.length === 0) unreadable(plan, drop, shown, found);
  return { kind: "struct", members: shared };
}

function meetLeaf(column: PlanColumn, plan: string, drop: string, shown: string, path: string, found: Found): void {
  if (plan === drop) return;
  const leaf = column.leaves.find((candidate) => candidate.path === path);
  const fits = (pattern: string | undefined) =>
    pattern !== undefined && pattern !== "" && new RegExp(`^(?:${pattern})$`, "s").test(drop);
  if (fits(leaf?.same)) return;
  if (fits(leaf?.retyped)) found.retyped.push({ name: shown, from: drop, to: plan });
  else unreadable({ kind: "leaf", text: plan }, { kind: "leaf", text: drop }, shown, found);
}

function unreadable(plan: TypeTree, drop: TypeTree, shown: string, found: Found): void {
  found.readable = false;
  found.retyped.push({ name: shown, from: typeText(drop), to: typeText(plan) });
}
