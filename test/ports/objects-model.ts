import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { ObjectNotFound, type Objects, PreconditionFailed } from "../../lakehouse/ports.ts";
import { type Bench, content } from "./objects-bench.ts";

type Name = "a" | "a~2" | "c";
/** Which generation a call names: the present one, an older one of that name, or that there is none. */
type Which = "present" | "older" | "none";
type Call =
  | { readonly op: "write"; readonly name: Name; readonly which: Which; readonly text: string }
  | { readonly op: "copy"; readonly name: Name; readonly which: Which; readonly from: Name; readonly source: Which }
  | { readonly op: "remove" | "read" | "stat"; readonly name: Name; readonly which: Which };

interface Version {
  readonly generation: string;
  readonly text: string;
}

const name = fc.constantFrom<Name>("a", "a~2", "c");
const which = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Which>("present") },
  fc.constantFrom<Which>("older", "none"),
);
const call: fc.Arbitrary<Call> = fc.oneof(
  fc.record({ op: fc.constant("write" as const), name, which, text: fc.constantFrom("", "", "x", "yy") }),
  fc.record({ op: fc.constant("copy" as const), name, which, from: name, source: which }),
  fc.record({
    op: fc.constantFrom("remove" as const, "remove" as const, "read" as const, "stat" as const),
    name,
    which,
  }),
);

/** Every call does what a map with a history would do. */
export function modelRules(bench: Bench, sequences: number): void {
  test("does what a map does", async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 25 }), async (calls) => {
        round += 1;
        const folder = `${bench.fresh()}/${round}/`;
        const model = new Model(folder);
        for (const one of calls) await model.check(bench.objects, one);
      }),
      { numRuns: sequences },
    );
  });
}

class Model {
  private readonly folder: string;
  /** Newest last; null: removed. */
  private readonly history = new Map<Name, (Version | null)[]>();

  constructor(folder: string) {
    this.folder = folder;
  }

  async check(objects: Objects, one: Call): Promise<void> {
    const told = await this.run(objects, one).catch((error: unknown) => error);
    const expected = this.expected(one);
    if (expected) expect(told).toBeInstanceOf(expected);
    else this.remember(one, told as { readonly generation: string } | undefined);
    const listed = await objects.list(this.folder);
    expect(listed.map((each) => [each.name, each.generation, each.bytes])).toEqual(
      [...this.history.keys()].sort().flatMap((key) => {
        const present = this.present(key);
        return present ? [[`${this.folder}${key}`, present.generation, String(present.text.length)]] : [];
      }),
    );
  }

  private run(objects: Objects, one: Call): Promise<unknown> {
    const object = `${this.folder}${one.name}`;
    const generation = this.named(one.name, one.which);
    if (one.op === "write") return objects.write(object, content(one.text), { generation });
    if (one.op === "copy") {
      const from = { name: `${this.folder}${one.from}`, generation: this.named(one.from, one.source) };
      return objects.copy(from, object, { generation });
    }
    return objects[one.op](object, { generation });
  }

  private expected(one: Call): typeof ObjectNotFound | typeof PreconditionFailed | null {
    const present = this.present(one.name);
    const holds = this.named(one.name, one.which) === (present?.generation ?? "0");
    if (one.op === "read") return present && holds ? null : ObjectNotFound;
    if (one.op === "remove" && !present) return ObjectNotFound;
    if (one.op === "copy") {
      const source = this.present(one.from);
      if (!source || source.generation !== this.named(one.from, one.source)) return ObjectNotFound;
    }
    return holds ? null : PreconditionFailed;
  }

  private remember(one: Call, told: { readonly generation: string } | undefined): void {
    const versions = this.history.get(one.name) ?? [];
    const text = one.op === "write" ? one.text : one.op === "copy" ? (this.present(one.from)?.text ?? "") : null;
    if (one.op === "remove") versions.push(null);
    if (text !== null && told) {
      expect(versions.map((version) => version?.generation)).not.toContain(told.generation);
      versions.push({ generation: told.generation, text });
    }
    this.history.set(one.name, versions);
  }

  private present(key: Name): Version | null {
    return this.history.get(key)?.at(-1) ?? null;
  }

  private named(key: Name, wanted: Which): string {
    const present = this.present(key);
    if (wanted === "none") return "0";
    if (wanted === "present") return present?.generation ?? "0";
    const older = this.history.get(key)?.findLast((version) => version && version !== present);
    return older?.generation ?? "7";
  }
}
