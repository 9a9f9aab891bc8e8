import {
  type AccountName,
  accountEmail,
  bucketName,
  type CloudEnvironment,
  mailKeySecret,
  topicPath,
  type Zone,
} from "../../lakehouse/plan/cloud/names.ts";
import {
  Denied,
  type JobSpec,
  type Launcher,
  type Mailer,
  type Nudger,
  type Objects,
  type Precondition,
  type TableRef,
  type Warehouse,
} from "../../lakehouse/ports.ts";
import { allowedBy } from "../fakes/rights.ts";

interface Ports {
  readonly objects: Objects;
  readonly warehouse: Warehouse;
  readonly launcher: Launcher;
  readonly mailer: Mailer;
  readonly nudger: Nudger;
}

type Need = readonly [permission: string, resource: string];

/** What each call of a port needs; members that are not named are free. */
type Needs<Port> = {
  [Name in keyof Port]?: Port[Name] extends (...given: infer Given) => unknown ? (...given: Given) => Need[] : never;
};

/** The ports as an account may use them, by the product's own table of rights: what it may not is `Denied`. */
export function underAccount(place: CloudEnvironment, account: AccountName, ports: Ports): Ports {
  const allowed = allowedBy(place, []);
  const demand = ([permission, resource]: Need) => {
    if (allowed(accountEmail(place, account), permission, resource)) return;
    throw new Denied(`${account}: ${permission} on ${resource}`);
  };
  return {
    objects: guarded(ports.objects, objectNeeds(place), demand),
    warehouse: guarded(ports.warehouse, warehouseNeeds(place), demand),
    launcher: guarded(ports.launcher, launcherNeeds(place), demand),
    mailer: guarded(ports.mailer, { send: () => [["secretmanager.versions.access", mailKeySecret(place)]] }, demand),
    nudger: guarded(ports.nudger, { nudge: (asked) => [["pubsub.topics.publish", topicPath(place, asked)]] }, demand),
  };
}

function guarded<Port extends object>(port: Port, needs: Needs<Port>, demand: (need: Need) => void): Port {
  const members = Object.entries(port).map(([name, member]) => {
    const needsOf = needs[name as keyof Port] as ((...given: unknown[]) => Need[]) | undefined;
    if (typeof member !== "function" || !needsOf) return [name, member];
    return [
      name,
      async (...given: unknown[]) => {
        for (const need of needsOf(...given)) demand(need);
        return member.apply(port, given);
      },
    ];
  });
  return Object.fromEntries(members) as Port;
}

/** Over an object is only written by who may remove it. */
function objectNeeds(place: CloudEnvironment): Needs<Objects> {
  const on =
    (name: string) =>
    (verb: string): Need => [`storage.objects.${verb}`, placeOf(place, name)];
  const change = (name: string, { generation }: Precondition) =>
    (generation === "0" ? ["create"] : ["create", "delete"]).map(on(name));
  return {
    stat: (name) => ["get"].map(on(name)),
    read: (name) => ["get"].map(on(name)),
    local: (name) => ["get"].map(on(name)),
    list: (prefix) => ["list"].map(on(prefix)),
    write: (name, _content, precondition) => change(name, precondition),
    copy: (from, to, precondition) => [...["get"].map(on(from.name)), ...change(to, precondition)],
    remove: (name) => ["delete"].map(on(name)),
  };
}

function placeOf(place: CloudEnvironment, name: string): string {
  const [zone, ...rest] = name.split("/");
  return `${bucketName(place, zone as Zone)}/${rest.join("/")}`;
}

function warehouseNeeds(place: CloudEnvironment): Needs<Warehouse> {
  const submit: Need = ["bigquery.jobs.create", "project"];
  return {
    insert: (_id, _labels, spec) => [submit, ...jobNeeds(place, spec)],
    job: () => [["bigquery.jobs.get", "project"]],
    query: () => [submit],
    shape: (table) => [on("get", table)],
    widen: (table) => [on("update", table)],
    rows: (table) => [on("getData", table)],
    tables: (dataset) => [on("list", { dataset, table: "" })],
    drop: (table) => [on("delete", table)],
  };
}

function jobNeeds(place: CloudEnvironment, spec: JobSpec): Need[] {
  switch (spec.kind) {
    case "load":
      return [
        ...spec.files.map(({ uri }): Need => ["storage.objects.get", placeOf(place, uri)]),
        on("create", spec.into),
      ];
    case "copy":
      return [on("getData", spec.from), on("updateData", spec.into)];
    case "look":
      return [on("getData", spec.from), on("getData", spec.target), on("create", spec.into)];
    default:
      return [...(spec.from ? [on("getData", spec.from)] : []), on("updateData", spec.target)];
  }
}

function on(verb: string, { dataset, table }: TableRef): Need {
  return [`bigquery.tables.${verb}`, `${dataset}.${table}`];
}

function launcherNeeds(place: CloudEnvironment): Needs<Launcher> {
  const look: Need = ["dataflow.jobs.list", "project"];
  const launch: Need[] = [
    ["dataflow.jobs.create", "project"],
    ["iam.serviceAccounts.actAs", accountEmail(place, "worker")],
  ];
  return { launch: () => launch, phase: () => [look], log: () => [look] };
}
