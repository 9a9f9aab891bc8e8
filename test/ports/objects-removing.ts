import { expect, test } from "@jest/globals";
import { ObjectNotFound, PreconditionFailed } from "../../lakehouse/ports.ts";
import { type Bench, content, generationOf } from "./objects-bench.ts";

export function removingRules(bench: Bench): void {
  test("only the generation that was seen", async () => {
    const { objects } = bench;
    const x = bench.fresh();
    await expect(objects.remove(x, { generation: "7" })).rejects.toThrow(ObjectNotFound);
    const old = await objects.write(x, content("1"), { generation: "0" });
    const made = await objects.write(x, content("2"), generationOf(old));
    for (const wrong of [generationOf(old), { generation: "0" }, { ...generationOf(made), metageneration: "2" }]) {
      await expect(objects.remove(x, wrong)).rejects.toThrow(PreconditionFailed);
    }
    expect(await objects.stat(x)).toEqual(made);
    await objects.remove(x, { ...generationOf(made), metageneration: "1" });
    await expect(objects.remove(x, generationOf(made))).rejects.toThrow(ObjectNotFound);
  });

  test.each([1, 2, 5])("what had %d generations is gone for every call, and can be created again", async (rounds) => {
    const { objects } = bench;
    const x = bench.fresh();
    const generations = new Set<string>();
    for (let life = 1; life <= 4; life += 1) {
      let present = await objects.write(x, content("1"), { generation: "0" });
      generations.add(present.generation);
      for (let round = 2; round <= rounds; round += 1) {
        present = await objects.write(x, content(String(round)), generationOf(present));
        generations.add(present.generation);
      }
      await objects.remove(x, generationOf(present));
      expect(await objects.stat(x)).toBeNull();
      expect(await objects.list(x)).toEqual([]);
      await expect(objects.read(x)).rejects.toThrow(ObjectNotFound);
      await expect(objects.local(x, present)).rejects.toThrow(ObjectNotFound);
      await expect(objects.copy(present, `${x}/to`, { generation: "0" })).rejects.toThrow(ObjectNotFound);
      await expect(objects.write(x, content("late"), generationOf(present))).rejects.toThrow(PreconditionFailed);
    }
    expect(generations.size).toBe(4 * rounds);
  });

  test("a late removal does not meet the next object of that name", async () => {
    const { objects } = bench;
    const x = bench.fresh();
    const first = await objects.write(x, content(""), { generation: "0" });
    await objects.remove(x, generationOf(first));
    const second = await objects.write(x, content(""), { generation: "0" });
    await expect(objects.remove(x, generationOf(first))).rejects.toThrow(PreconditionFailed);
    expect(await objects.stat(x)).toEqual(second);
  });
}
