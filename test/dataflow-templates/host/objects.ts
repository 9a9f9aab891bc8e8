// What the Node host's objects answer to steps, each a method with its arguments. Generation `*` is the present one.
import { createFileObjects } from "../../../lakehouse/adapters/files.ts";
import type { Objects } from "../../../lakehouse/ports/objects.ts";

type Step =
  | readonly ["stat", name: string]
  | readonly ["read", name: string]
  | readonly ["write", name: string, word: string, times: number, generation: string]
  | readonly ["copy", name: string, generation: string, to: string]
  | readonly ["remove", name: string, generation: string];

const clock = { now: () => new Date().toISOString() };

export async function answer(lake: string, ...steps: readonly Step[]): Promise<unknown[]> {
  const objects = createFileObjects(lake, clock, { durable: false });
  const answers: unknown[] = [];
  for (const step of steps) {
    answers.push(await take(objects, step).catch((error: unknown) => ({ error: (error as Error).name })));
  }
  return answers;
}

async function take(objects: Objects, step: Step): Promise<unknown> {
  switch (step[0]) {
    case "stat":
      return objects.stat(step[1]);
    case "read":
      return new TextDecoder().decode((await objects.read(step[1])).bytes);
    case "write":
      return objects.write(
        step[1],
        { kind: "bytes", bytes: Buffer.from(step[2].repeat(step[3])) },
        { generation: await present(objects, step[1], step[4]) },
      );
    case "copy":
      return objects.copy({ name: step[1], generation: step[2] }, step[3], { generation: "0" });
    case "remove":
      return (await objects.remove(step[1], { generation: await present(objects, step[1], step[2]) })) ?? null;
  }
}

async function present(objects: Objects, name: string, generation: string): Promise<string> {
  return generation === "*" ? ((await objects.stat(name))?.generation ?? "0") : generation;
}
