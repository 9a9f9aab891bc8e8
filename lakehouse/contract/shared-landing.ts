import type { Contract } from "./contract.ts";
import type { Report } from "./lint.ts";

/** Who may write to a folder may write to all folders in it: to another dataset's as well, if they lie in it. */
export function checkSharedLanding(contracts: readonly Contract[], report: Report): void {
  for (const { dataset, landing, roles } of contracts) {
    const folder = landing?.folder;
    const inside = contracts.filter((other) => other.dataset !== dataset && within(folder, other.landing?.folder));
    if (inside.length === 0) continue;
    for (const { role, where } of roles.filter(({ access }) => access === "write")) {
      const names = inside.map((other) => other.dataset).join(", ");
      const message = `${role} may write drops of ${names} too, which lie in ${folder}`;
      report("landing-shared", where, message, "give each dataset a landing folder outside of the others");
    }
  }
}

function within(outer: string | null | undefined, inner: string | null | undefined): boolean {
  return Boolean(outer && inner?.startsWith(outer));
}
