import { ACCOUNTS, type AccountName, accountId, type CloudEnvironment } from "../../lakehouse/plan/cloud/names.ts";
import {
  AGENTS,
  type AgentName,
  CUSTOM_ROLES,
  conditionOf,
  FROM_GOOGLE,
  isCustom,
  PEOPLE,
  type PeopleName,
  ROWS,
  type Row,
  roleName,
  type Who,
} from "../../lakehouse/plan/cloud/rights.ts";
import { whereWords } from "./where.ts";

/** Names as a reader finds them again: `PROJECT-ENV-landing`. */
const FORM: CloudEnvironment = { id: "ENV", project: "PROJECT", location: "LOCATION", region: "REGION" };

const AGENT_WORDS: Readonly<Record<AgentName, string>> = {
  storage: "Cloud Storage",
  bigquery: "BigQuery",
  compute: "Compute Engine",
  pubsub: "Pub/Sub",
  artifactregistry: "Artifact Registry",
  secretmanager: "Secret Manager",
  composer: "Cloud Composer",
  biglake: "the account of BigQuery's connection to the lake",
};
const PEOPLE_WORDS: Readonly<Record<PeopleName, string>> = {
  operators: "who `sluice:operators` names",
  read: "a role of a contract with `access: read`",
  readClassified: "a role of a contract with `access: readClassified`",
  write: "a role of a contract with `access: write`",
};

export interface Shown {
  /** Of a row: null where the tests show it to be needed, else why they do not. */
  notExercised(row: Row): string | null;
  /** What runs as an account. */
  readonly runs: Readonly<Record<AccountName, string>>;
}

/** docs/iam.md, from the table of rights. */
export function iamPage({ notExercised, runs }: Shown): string {
  const tables = (names: readonly Who[], titleOf: (name: never) => string) =>
    names.map((who) => `### ${titleOf(who as never)}\n${tableOf(who, notExercised)}`).join("\n\n");
  return `# Who may do what

Made by \`UPDATE_GOLDENS=1 npm test -- test/docs-iam.test.ts\` from the table in \`lakehouse/plan/cloud/rights/\`. \`pulumi up\` grants these rights and no others, and the fakes of the tests enforce them. ENV is the environment, PROJECT its project, DATASET a contract's id, FOLDER the first folders of its landing pattern.

Never granted: basic roles (owner, editor, viewer), keys of accounts, anything to \`allUsers\` or \`allAuthenticatedUsers\`, anything to default accounts. No grant is authoritative: those of others stay as they are. On the project stand jobs alone, and what a service of Google's insists on; no right to data does but under a condition.

\`exercised\`: a day of the whole chain asks for it and would be refused without (\`test/functions/rights.test.ts\`); \`npm run soak -- rights\` takes away each, one after the other, and the day does not come to its end. All others say why not.

Who decodes uploads, which may be hostile, is \`split\` or \`worker\`: neither has a right to the warehouse, to secrets or to the publication log. What a drop's report says is theirs, though, and \`split\` may send \`publish\` the message that a stuck publication goes on, which a person asks \`decide\` for. Plans, whose SQL \`publish\` runs, are laid by \`pulumi up\` alone, and obeyed only if they are what their name, their own hash, says.

With Composer, Google demands \`composer.worker\` on the project for the account that runs DAGs. Of storage it reaches its own bucket alone; images and builds of the project stay open to it, and so to whoever writes DAGs. Where that matters, Composer wants a project of its own.

## Accounts of the environment
${tables(ACCOUNTS, (name: AccountName) => `\`${accountId(FORM, name)}\`: ${runs[name]}`)}

## Google's own accounts
${tables(AGENTS, (name: AgentName) => `${name}: ${AGENT_WORDS[name]}`)}

### What Google grants to others of them, once their service is enabled
| who | role | what for |
|---|---|---|
${FROM_GOOGLE.map(({ agent, role, why }) => `| ${agent} | \`${role}\` | ${why} |`).join("\n")}

## People
Roles of a contract are on its dataset alone. Files of the lake hold every row and every column: a role that has a row filter, or that may not see the classified columns of its dataset, has no right to them, and reads the table.

${tables(PEOPLE, (name: PeopleName) => `${name}: ${PEOPLE_WORDS[name]}`)}

## Conditions
${conditions()}

## Roles of our own
${customRoles()}
`;
}

function tableOf(who: Who, notExercised: Shown["notExercised"]): string {
  const rows = ROWS.filter((row) => row.who === who).map((row) => {
    const condition = conditionOf(row, FORM);
    const on = `${whereWords(FORM, row)}${condition ? `, if [${condition.title}](#conditions)` : ""}`;
    const why = notExercised(row);
    return `| \`${row.role}\` | ${on} | ${circumstances(row)} | ${row.why} | ${why === null ? "exercised" : `not exercised: ${why}`} |`;
  });
  return `| role | on | only with | what for | shown by |\n|---|---|---|---|---|\n${rows.join("\n")}`;
}

function circumstances({ only = [], with: setting }: Row): string {
  const orchestrators = only.map((name) => `\`${name}\``).join(", ");
  return [orchestrators, setting ? `\`sluice:${setting}\`` : ""].filter((part) => part !== "").join("; ") || "–";
}

function conditions(): string {
  const all = new Map(ROWS.flatMap((row) => conditionOf(row, FORM) ?? []).map((one) => [one.title, one]));
  return [...all.values()]
    .map(
      ({ title, description, expression }) =>
        `\`${title}\`. ${description}:\n\`\`\`\n${expression.replaceAll(/ (&&|\|\|) /g, "\n  $1 ")}\n\`\`\``,
    )
    .join("\n\n");
}

function customRoles(): string {
  return Object.entries(CUSTOM_ROLES)
    .map(([role, { title, permissions }]) => {
      const list = permissions.map((permission) => `\`${permission}\``).join(", ");
      return `\`${isCustom(role) ? roleName(FORM, role) : role}\` (\`${role}\` above). ${title}: ${list}.`;
    })
    .join("\n\n");
}
