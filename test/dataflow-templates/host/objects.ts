// Prints what the Node host's objects answer: `objects.ts LAKE STEPS`, each step a method with its arguments. Generation
// `*` is the present one.
import { createFileObjects } from "../../../lakehouse/adapters/files.ts";

type Step =
  | readonly ["stat", name: string]
  | readonly ["read", name: string]
  | readonly ["write", name: string, word: string, times: number, generation: string]
  | readonly ["copy", name: string, generation: string, to: string]
  | readonly ["remove", name: string, generation: string];

const [lake = "", steps = "[]"] = process.argv.slice(2);
const objects = createFileObjects(lake, { now: () => new Date().toISOString() }, { durable: false });

async function take(step: Step): Promise<unknown> {
  switch (step[0]) {
    case "stat":
      return objects.stat(step[1]);
    case "read":
      return new TextDecoder().decode((await objects.read(step[1])).bytes);
    case "write":
      return objects.write(
        step[1],
        { kind: "bytes", bytes: Buffer.from(step[2].repeat(step[3])) },
        { generation: await present(step[1], step[4]) },
      );
    case "copy":
      return objects.copy({ name: step[1], generation: step[2] }, step[3], { generation: "0" });
    case "remove":
      return (await objects.remove(step[1], { generation: await present(step[1], step[2]) })) ?? null;
  }
}

async function present(name: string, generation: string): Promise<string> {
  return generation === "*" ? ((await objects.stat(name))?.generation ?? "0") : generation;
}

const answers: unknown[] = [];
for (const step of JSON.parse(steps) as Step[]) {
  answers.push(await take(step).catch((error: unknown) => ({ error: (error as Error).name })));
}
process.stdout.write(JSON.stringify(answers));
