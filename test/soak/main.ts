// The random tests with more cases than `npm test` has time for: npm run soak [-- NAME [RUNS]].
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

const ROOT = join(import.meta.dirname, "../..");
const FOLDERS = [
  "test/property",
  "test/protocol",
  "test/chain",
  "test/page",
  "test/adapters/files",
  "test/cli/draft",
  "test/cli",
  "test/fixtures",
  "test/dataflow-templates/child",
  "test/infra/installed",
  "test/functions",
  "test/composer-dags/vm",
];
/** The tests that read RUNS, by name. */
const SUITES = new Map(
  FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder)).flatMap((file) => {
      const path = `${folder}/${file}`;
      const isRandom =
        file.endsWith(".test.ts") &&
        readFileSync(join(ROOT, path), "utf8").match(/process\.env\.RUNS|sampleOf|fixtures\/drops/) !== null;
      return isRandom ? [[file.slice(0, -".test.ts".length), path] as const] : [];
    }),
  ),
);
/** Where there is an end to the cases, more than there are; where each is a whole day in the cloud, fewer than usual. */
const OWN_RUNS: ReadonlyMap<string, string> = new Map([
  ["kills", "10000"],
  ["crashes", "500"],
  ["deliveries", "5000"],
  ["storm", "5000"],
  ["airflow-vm", "1"],
]);

const HELP = `npm run soak [-- NAME [RUNS]]

Runs the random tests longer; without a name all of them, 1,000 cases each (\`kills\` alone: every case there is, which
takes an hour; \`crashes\` alone: 500; \`deliveries\` and \`storm\` alone: 5,000 drops). A failure prints the seed that
brings it back: SEED=… npm test -- FILE

names: ${[...SUITES.keys()].join(", ")}
`;

function main(): number {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { help: { type: "boolean", short: "h" } },
  });
  if (values.help) return say(process.stdout, HELP, 0);
  const [name, runs = OWN_RUNS.get(name ?? "") ?? "1000", ...more] = positionals;
  const wrong = [
    ...(name !== undefined && !SUITES.has(name) ? [`there is no suite ${name}`] : []),
    ...(/^[1-9]\d*$/.test(runs) ? [] : [`RUNS is a whole number, not ${runs}`]),
    ...(more.length > 0 ? [`too many arguments: ${more.join(" ")}`] : []),
  ];
  if (wrong.length > 0) return say(process.stderr, `${wrong.join("\n")}\n\n${HELP}`, 2);
  const seed = process.env.SEED ?? String(Math.floor(Math.random() * 2 ** 31));
  say(process.stdout, `${name ?? [...SUITES.keys()].join(", ")}: ${runs} cases each, SEED=${seed}\n`, 0);
  const tests = [...SUITES].flatMap(([suite, file]) =>
    name === undefined || name === suite ? [join(ROOT, file)] : [],
  );
  const jest = ["--experimental-vm-modules", join(ROOT, "node_modules/jest/bin/jest.js"), "--runTestsByPath", ...tests];
  const env = { ...process.env, RUNS: runs, SEED: seed };
  return spawnSync(process.execPath, jest, { cwd: ROOT, stdio: "inherit", env }).status ?? 3;
}

function say(stream: NodeJS.WriteStream, text: string, code: number): number {
  stream.write(text);
  return code;
}

process.exitCode = main();
