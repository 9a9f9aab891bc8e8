import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { deployDags } from "../../test/composer-dags/deploy.ts";
import { airflowPython } from "../../test/python.ts";
import { compare } from "../compare.ts";
import { scratchFolder } from "../data.ts";
import { type Cost, lastLine, runCommand } from "../measure.ts";
import type { Case, Suite } from "../suite.ts";

const PROGRAM = join(import.meta.dirname, "../dags/parse.py");
const REPEATS = 5;

type Mode = "import" | "dags" | "task";

export const suite: Suite = {
  about: "reading a folder of plans into DAGs, above the import of Airflow and its provider for Google: by that import",
  takesMillions: false,
  cases: () => [
    dagsCase("dags-1", 1),
    dagsCase("dags-50", 50),
    dagsCase("dags-200", 200),
    dagsCase("dags-task", 200, "task"),
  ],
};

function dagsCase(name: string, plans: number, mode: Mode = "dags"): Case {
  return {
    name,
    rows: plans,
    run: async (say) => {
      if (!existsSync(airflowPython)) return { skipped: "no Airflow is set up: `npm run setup`" };
      say("making plans");
      const folder = await folderOf(plans);
      const found = await compare(
        REPEATS,
        () => parse(folder, mode),
        () => parse(folder, "import"),
        say,
      );
      await rm(folder, { recursive: true });
      return found;
    },
  };
}

/** That many copies of the plan of flights. */
async function folderOf(plans: number): Promise<string> {
  const folder = await scratchFolder("dags");
  await deployDags({ folder, contracts: "contracts" });
  const at = (dataset: string) => join(folder, "plans", `${dataset}.json`);
  const plan = JSON.parse(await readFile(at("flights"), "utf8"));
  await rm(join(folder, "plans"), { recursive: true });
  await mkdir(join(folder, "plans"));
  for (let number = 1; number <= plans; number += 1) {
    const dataset = `flights_${String(number).padStart(3, "0")}`;
    await writeFile(at(dataset), JSON.stringify({ ...plan, dataset }));
  }
  return folder;
}

/** Without the start of Python. */
async function parse(folder: string, mode: Mode): Promise<Cost> {
  const { stdout, rssMb } = await runCommand(airflowPython, [PROGRAM, folder, mode]);
  return { seconds: lastLine<{ seconds: number }>(stdout).seconds, cpuSeconds: null, rssMb };
}
