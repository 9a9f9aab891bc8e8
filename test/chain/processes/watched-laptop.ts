import type { Laptop } from "../../../lakehouse/environment.ts";
import type { Content, Launcher, Mailer, Objects, Warehouse } from "../../../lakehouse/ports.ts";
import type { Engine } from "../../../lakehouse/run/engine.ts";
import { type Described, describeJob, describeObject, type Names } from "./describe.ts";
import type { Watch } from "./watch.ts";

// The laptop's own adapters, every change of theirs watched. Reads change nothing: to die beside one is to die beside
// the change before it.

export function watchedLaptop(laptop: Laptop, watch: Watch, names: Names): Laptop {
  return {
    ...laptop,
    objects: watchedObjects(laptop.objects, watch, names),
    warehouse: watchedWarehouse(laptop.warehouse, watch),
    launcher: watchedLauncher(laptop.launcher, watch),
    mailer: watchedMailer(laptop.mailer, watch),
    up: (plan) => watch.call("table", plan.dataset, () => laptop.up(plan)),
  };
}

function watchedObjects(objects: Objects, watch: Watch, names: Names): Objects {
  const change = <T>({ kind, subject }: Described, effect: () => Promise<T>) => watch.call(kind, subject, effect);
  return {
    ...objects,
    write: (name, content, precondition) =>
      change(describeObject("write", name, textOf(content), names), () => objects.write(name, content, precondition)),
    copy: (from, to, precondition) =>
      change(describeObject("copy", to, "", names), () => objects.copy(from, to, precondition)),
    remove: (name, precondition) =>
      change(describeObject("remove", name, "", names), () => objects.remove(name, precondition)),
  };
}

function textOf(content: Content): string {
  return content.kind === "bytes" ? new TextDecoder().decode(content.bytes) : "";
}

function watchedWarehouse(warehouse: Warehouse, watch: Watch): Warehouse {
  return {
    ...warehouse,
    insert: (id, labels, spec) => {
      const { kind, subject } = describeJob(id, spec);
      return watch.call(kind, subject, () => warehouse.insert(id, labels, spec));
    },
    widen: (table, columns) => watch.call("widen", table.table, () => warehouse.widen(table, columns)),
    drop: (table) => watch.call("drop of a table", `${table.dataset} ${table.table}`, () => warehouse.drop(table)),
  };
}

function watchedLauncher(launcher: Launcher, watch: Watch): Launcher {
  const launch: Launcher["launch"] = (job) => watch.call("launch", "", () => launcher.launch(job));
  return { ...launcher, launch };
}

function watchedMailer(mailer: Mailer, watch: Watch): Mailer {
  return { send: (mail) => watch.call("mail", mail.id.replace(/\.[0-9a-f]+$/, ""), () => mailer.send(mail)) };
}

/** A split may also die while its child works. */
export function watchedEngine(engine: Engine, watch: Watch, names: Names): Pick<Engine, "split"> {
  return {
    split: (plan, drop, options) =>
      watch.call("split", names.get(drop.facts.key) ?? "a replay", () => {
        const splitting = engine.split(plan, drop, options);
        setTimeout(() => watch.inner("child at work"), 10);
        return splitting;
      }),
  };
}
