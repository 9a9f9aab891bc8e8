// Answers lines of JSON with such lines: each names a script of this folder, and what its `answer` is given.
import { createInterface } from "node:readline";

interface Question {
  readonly script: string;
  readonly given: readonly unknown[];
}

async function answer({ script, given }: Question): Promise<unknown> {
  const scripts = await import(`./${script}`);
  return scripts.answer(...given);
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line) as Question))}\n`);
}
