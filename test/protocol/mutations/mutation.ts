import type { Content, Launcher, Objects, Warehouse } from "../../../lakehouse/ports.ts";
import type { Tools } from "../../../lakehouse/run/tools.ts";
import type { Mutate, World } from "../world.ts";

/** A rule of the protocol that the code keeps, and how to break it from outside. */
export interface Mutation {
  readonly rule: string;
  /** Beginning of the scenario's name in which it must be found. */
  readonly scenario: string;
  /** The first seed that is tried, where many before it find nothing; default: 0. */
  readonly from?: number;
  readonly mutate: Mutate;
}

type Change<Port> = (port: Port, tools: Tools, world: World) => Partial<Port>;

export function mutateObjects(change: Change<Objects>): Mutate {
  return (tools, world) => ({ ...tools, objects: { ...tools.objects, ...change(tools.objects, tools, world) } });
}

export function mutateWarehouse(change: Change<Warehouse>): Mutate {
  return (tools, world) => ({ ...tools, warehouse: { ...tools.warehouse, ...change(tools.warehouse, tools, world) } });
}

export function mutateLauncher(change: (launcher: Launcher) => Partial<Launcher>): Mutate {
  return (tools) => ({ ...tools, launcher: { ...tools.launcher, ...change(tools.launcher) } });
}

/** Writes over whatever is there, as if the generation had not been asked for. */
export function blindly(objects: Objects, of: RegExp): Partial<Objects> {
  return {
    async write(name, content, precondition) {
      if (!of.test(name)) return objects.write(name, content, precondition);
      const there = await objects.stat(name);
      return objects.write(name, content, { generation: there?.generation ?? "0" });
    },
  };
}

/** Says that it has written, and has not. */
export function withoutWrites(objects: Objects, of: RegExp): Partial<Objects> {
  return {
    async write(name, content, precondition) {
      if (!of.test(name)) return objects.write(name, content, precondition);
      const created = await objects.time();
      return { name, generation: "1", metageneration: "1", bytes: "0", crc32c: "", created };
    },
  };
}

/** Values of these objects are read as other ones. */
export function readAs(
  objects: Objects,
  of: RegExp,
  change: (value: Record<string, unknown>) => Record<string, unknown>,
): Partial<Objects> {
  return {
    async read(name, wanted) {
      const read = await objects.read(name, wanted);
      if (!of.test(name)) return read;
      const value = change(JSON.parse(new TextDecoder().decode(read.bytes)));
      return { ...read, bytes: new TextEncoder().encode(JSON.stringify(value)) };
    },
  };
}

/** Values of these objects are written as other ones. */
export function writtenAs<Value>(objects: Objects, of: RegExp, change: (value: Value) => Value): Partial<Objects> {
  return {
    async write(name, content, precondition) {
      if (!of.test(name) || content.kind !== "bytes") return objects.write(name, content, precondition);
      const value = change(JSON.parse(new TextDecoder().decode(content.bytes)) as Value);
      const bytes = new TextEncoder().encode(JSON.stringify(value));
      return objects.write(name, { kind: "bytes", bytes }, precondition);
    },
  };
}

/** The first writes wait until the second ones are done; of these only such as hold the text. */
export function inWrongOrder(objects: Objects, first: RegExp, second: RegExp, text = ""): Partial<Objects> {
  const waiting: Parameters<Objects["write"]>[] = [];
  return {
    async write(...given) {
      const [name, content] = given;
      if (first.test(name) && holds(content, text)) {
        waiting.push(given);
        return { name, generation: "1", metageneration: "1", bytes: "0", crc32c: "", created: await objects.time() };
      }
      const meta = await objects.write(...given);
      if (!second.test(name)) return meta;
      for (const late of waiting.splice(0)) await objects.write(...late).catch(() => null);
      return meta;
    },
  };
}

function holds(content: Content, text: string): boolean {
  return content.kind === "bytes" && new TextDecoder().decode(content.bytes).includes(text);
}
