import { expect, test } from "@jest/globals";
import { ObjectNotFound, type Objects, PreconditionFailed } from "../../lakehouse/ports.ts";
import { type Bench, content, generationOf, textOf } from "./objects-bench.ts";

const crowd = 20;

/** What the winners got; every loser must have been told why. */
async function winners<Result>(tries: readonly Promise<Result>[]): Promise<Result[]> {
  const settled = await Promise.allSettled(tries);
  return settled.flatMap((one) => {
    if (one.status === "fulfilled") return [one.value];
    expect([PreconditionFailed, ObjectNotFound]).toContain((one.reason as Error).constructor);
    return [];
  });
}

export function raceRules(bench: Bench): void {
  const times = <Result>(one: (index: number) => Promise<Result>) =>
    winners(Array.from({ length: crowd }, (_, i) => one(i)));

  test(`of ${crowd} who create, one wins, and all see what it wrote`, async () => {
    const { objects } = bench;
    const x = bench.fresh();
    const won = await times((index) => objects.write(x, content(`${index};`.repeat(3_000)), { generation: "0" }));
    expect(won).toHaveLength(1);
    expect(await objects.stat(x)).toEqual(won[0]);
    expect(new Set((await textOf(objects, x)).split(";")).size).toBe(2);
  });

  test(`of ${crowd} who replace one generation, one wins`, async () => {
    const { objects } = bench;
    const x = bench.fresh();
    const seen = await objects.write(x, content("seen"), { generation: "0" });
    const won = await times((index) => objects.write(x, content(String(index)), generationOf(seen)));
    expect(won).toHaveLength(1);
    expect(await objects.stat(x)).toEqual(won[0]);
  });

  test(`of ${crowd} who copy to one name, one wins`, async () => {
    const { objects } = bench;
    const source = await objects.write(`${bench.fresh()}/from`, content("seen"), { generation: "0" });
    const won = await times(() => objects.copy(source, `${bench.fresh()}/to`, { generation: "0" }));
    expect(won).toHaveLength(1);
    expect(await objects.stat(`${bench.fresh()}/to`)).toEqual(won[0]);
  });

  test.each([1, 3])(`of ${crowd} who remove, one wins (%d generations)`, async (generations) => {
    const { objects } = bench;
    const x = bench.fresh();
    let seen = await objects.write(x, content("seen"), { generation: "0" });
    for (let more = 1; more < generations; more += 1) seen = await objects.write(x, content(""), generationOf(seen));
    expect(await times(() => objects.remove(x, generationOf(seen)))).toHaveLength(1);
    expect(await objects.stat(x)).toBeNull();
  });

  test.each([1, 3])("of those who replace and those who remove, one wins (%d generations)", async (generations) => {
    const { objects } = bench;
    const x = bench.fresh();
    let seen = await objects.write(x, content("seen"), { generation: "0" });
    for (let more = 1; more < generations; more += 1) seen = await objects.write(x, content(""), generationOf(seen));
    const won = await times<unknown>((index) =>
      index % 2 ? objects.remove(x, generationOf(seen)) : objects.write(x, content(""), generationOf(seen)),
    );
    expect(won).toHaveLength(1);
    expect(await objects.stat(x)).toEqual(won[0] ?? null);
  });

  test("a counter counts every compare-and-swap", async () => {
    const { objects } = bench;
    const x = bench.fresh();
    await objects.write(x, content("0"), { generation: "0" });
    const increment = async () => {
      for (;;) {
        const { bytes, meta } = await objects.read(x);
        const next = Number(new TextDecoder().decode(bytes)) + 1;
        if ((await winners([objects.write(x, content(String(next)), generationOf(meta))])).length > 0) return;
      }
    };
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let round = 0; round < 5; round += 1) await increment();
      }),
    );
    expect(await textOf(objects, x)).toBe("40");
  });

  test("a marker that many create and remove is never created twice, nor removed twice", async () => {
    const { objects } = bench;
    const x = bench.fresh();
    const workers = Array.from({ length: 8 }, (_, index) => toggle(objects, x, 12, index));
    const told = (await Promise.all(workers)).flat();
    const created = told.filter(({ did }) => did === "create").map(({ generation }) => generation);
    const removed = told.filter(({ did }) => did === "remove").map(({ generation }) => generation);
    const present = await objects.stat(x);
    expect(new Set(created).size).toBe(created.length);
    expect([...removed, ...(present ? [present.generation] : [])].sort()).toEqual(created.toSorted());
  });
}

interface Told {
  readonly did: "create" | "remove";
  readonly generation: string;
}

/** Creates the marker if it is not there, removes it if it is; tells what went well. */
export async function toggle(objects: Objects, name: string, rounds: number, first: number): Promise<Told[]> {
  const told: Told[] = [];
  const create = async (): Promise<Told> => {
    const { generation } = await objects.write(name, content(""), { generation: "0" });
    return { did: "create", generation };
  };
  const remove = async (seen: { readonly generation: string }): Promise<Told> => {
    await objects.remove(name, generationOf(seen));
    return { did: "remove", generation: seen.generation };
  };
  for (let round = first; round < first + rounds; round += 1) {
    const seen = round % 3 === 0 ? null : await objects.stat(name);
    told.push(...(await winners([seen ? remove(seen) : create()])));
  }
  return told;
}
