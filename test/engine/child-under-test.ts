// Which child the engines of a test file start. The suites of the engine hold for every program that speaks its
// protocol: test/dataflow-templates runs them again over the Python host's child.
import type { ChildCommand } from "../../lakehouse/engine/child-process.ts";

let chosen: ChildCommand | null = null;

/** Before the suite is imported; each test file has its own modules. */
export function testChild(command: ChildCommand): void {
  chosen = command;
}

/** Options of an engine; by default it starts the Node host's own child. */
export function childUnderTest(): { readonly child?: ChildCommand } {
  return chosen ? { child: chosen } : {};
}
