import { type Ran, type Scenario, verdictOf } from "./scenario.ts";

/** docs/faults.md, from the list of scenarios and the tests of a whole run. */
export function faultsPage(scenarios: readonly Scenario[], ran: readonly Ran[]): string {
  const verdicts = scenarios.map((scenario) => verdictOf(scenario, ran));
  const count = (verdict: string) => verdicts.filter((one) => one === verdict).length;
  const rows = scenarios.map((scenario, index) => {
    const { number, scenario: what, expected } = scenario;
    return `| ${[number, what, expected, verdicts[index], proofOf(scenario)].join(" | ")} |`;
  });
  return `# Faults, and what comes of them

Made by \`UPDATE_GOLDENS=1 npm test\` from the list in \`test/faults/scenarios.ts\` and the tests of that run; every whole run holds it. A fault stands for the service's, the network's, the process's or a person's. Where there are more cases than \`npm test\` has time for (#11 to #18 and #20: moments of a step; #53: files; #61: rights) it plays a few; \`npm run soak -- crashes\`, \`kills\`, \`storm\`, \`denied\` and \`rights\` play the rest.

**${count("pass")} of ${scenarios.length} pass**, ${count("not applicable")} do not apply, ${count("no test") + count("FAIL")} are open.

| # | what happens | what must come of it | verdict | shown by |
|---|---|---|---|---|
${rows.join("\n")}
`;
}

function proofOf({ shown }: Scenario): string {
  if ("notApplicable" in shown) return shown.notApplicable;
  return shown
    .map(({ file, title }) => `[${file.replace(/^test\/|\.test\.ts$/g, "")}](../${file}): ${words(title)}`)
    .join("<br>");
}

/** A pattern as a reader takes it: without what only patterns have. One that fits anything stands for the whole file. */
function words({ source }: RegExp): string {
  if (source === ".") return "all of it";
  return source.replaceAll("\\b", "").replaceAll(/\\(.)/g, "$1").replaceAll("|", "\\|").replaceAll(/[\^$]/g, "");
}
