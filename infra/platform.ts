import { type artifactregistry, projects, serviceaccount } from "@pulumi/gcp";
import type { ComponentResourceOptions, CustomResourceOptions, Output, Resource } from "@pulumi/pulumi";
import { ACCOUNTS, type AccountName, accountId } from "../lakehouse/plan/cloud/names.ts";
import { type AgentName, accountsOf } from "../lakehouse/plan/cloud/rights.ts";
import { Component } from "./component.ts";
import type { GrantTo } from "./grants.ts";
import { type Agent, type Identity, makeAgent } from "./platform/agents.ts";
import { apisOf } from "./platform/apis.ts";
import { writeAuditLogs } from "./platform/audit-logs.ts";
import { makeImages } from "./platform/images.ts";
import { type Keys, makeKeys } from "./platform/keys.ts";
import { type Granted, grantOnProject } from "./platform/project-grants.ts";
import type { Site } from "./site.ts";

/** What all others stand on: services, accounts and agents, keys, the registry of images, audit logs. */
export class Platform extends Component {
  /** Nothing else is made before these. */
  readonly apis: readonly projects.Service[];
  /** Null: Google's own keys. */
  readonly keys: Keys | null;
  readonly images: artifactregistry.Repository;
  readonly #site: Site;
  readonly #accounts: ReadonlyMap<AccountName, serviceaccount.Account>;
  readonly #agents = new Map<Identity, Agent>();
  readonly #granted: Granted;

  constructor(name: string, site: Site, options: ComponentResourceOptions) {
    super("Platform", name, site, options);
    this.#site = site;
    this.apis = this.#enable();
    const ready = this.after(...this.apis);
    this.#accounts = new Map(accountsOf(site.settings).map((account) => [account, this.#account(account, ready)]));
    this.keys = site.settings.kms ? makeKeys(site, this.memberOf, { ...ready, protect: site.settings.protect }) : null;
    this.images = makeImages(site, this.keys?.lake ?? null, ready);
    const grantable = { accounts: this.#accounts, images: this.images };
    this.#granted = grantOnProject(site, this.memberOf, grantable, ready);
    writeAuditLogs(site, ready);
    this.registerOutputs({});
  }

  /** @throws if the environment has no such account: the table of rights says which it has. */
  readonly memberOf = (who: AccountName | AgentName): Output<string> => {
    const account = this.#accounts.get(who as AccountName);
    if (account) return account.member;
    const isNone = ACCOUNTS.some((known) => known === who) || who === "biglake";
    if (isNone) throw new Error(`the platform has no '${who}' → lakehouse/plan/cloud/rights.ts`);
    return this.agent(who as Identity).member;
  };

  /** What runs as the account names it so, and waits for it. */
  emailOf(account: AccountName): Output<string> {
    const made = this.#accounts.get(account);
    if (!made) throw new Error(`the platform has no '${account}' → lakehouse/plan/cloud/rights.ts`);
    return made.email;
  }

  /** Made when it is first asked for. */
  agent(name: Identity): Agent {
    const known = this.#agents.get(name);
    if (known) return known;
    const made = makeAgent(name, this.#site, this.after(...this.apis));
    this.#agents.set(name, made);
    return made;
  }

  /** What somebody may do on project, accounts and images: what works in that name waits for it. */
  granted(...names: readonly GrantTo["who"][]): readonly Resource[] {
    return names.flatMap((name) => this.#granted.get(name) ?? []);
  }

  #enable(): projects.Service[] {
    const { project } = this.#site.environment;
    return apisOf(this.#site.settings).map((api) => {
      const service = `${api}.googleapis.com`;
      // Who else uses the project may need them still.
      return new projects.Service(`api-${api}`, { project, service, disableOnDestroy: false }, this.within);
    });
  }

  #account(account: AccountName, ready: CustomResourceOptions): serviceaccount.Account {
    const { environment } = this.#site;
    const displayName = `Sluice ${environment.id}: ${account}`;
    return new serviceaccount.Account(
      `account-${account}`,
      { accountId: accountId(environment, account), displayName },
      ready,
    );
  }
}
