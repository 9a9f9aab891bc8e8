import { ObjectNotFound, type Objects, PreconditionFailed } from "../ports.ts";

// Empty objects, which say something by being there.

/** Twice is no fault. */
export async function createEmpty(objects: Objects, name: string): Promise<void> {
  try {
    await objects.write(name, { kind: "bytes", bytes: new Uint8Array() }, { generation: "0" });
  } catch (error) {
    if (!(error instanceof PreconditionFailed)) throw error;
  }
}

/** Also when it is gone already. */
export async function removeIfThere(objects: Objects, name: string): Promise<void> {
  const there = await objects.stat(name);
  if (!there) return;
  try {
    await objects.remove(name, { generation: there.generation });
  } catch (error) {
    if (!(error instanceof PreconditionFailed || error instanceof ObjectNotFound)) throw error;
  }
}
