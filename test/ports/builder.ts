import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { Build, Builder, BuildOrder } from "../../lakehouse/ports.ts";

/** A builder to be judged. */
export interface BuilderBench {
  readonly builder: Builder;
  /** The same service, as another process knows it. */
  readonly other: Builder;
  /** Orders that can be built, each of other sources. */
  order(number: number): BuildOrder;
  /** How builds end from now on. */
  ends(how: "built" | "failed"): void;
  /** Builds do not end until they are let go. */
  hold(held: boolean): void;
  /** Builds that were begun. */
  begun(): number;
  close(): Promise<void>;
}

/** What every builder does; `open` gives one without builds. */
export function builderConformance(name: string, open: () => Promise<BuilderBench>): void {
  describe(`a builder: ${name}`, () => {
    let bench: BuilderBench;
    beforeEach(async () => {
      bench = await open();
    });
    afterEach(() => bench.close());

    const built = async (order: BuildOrder) => ended(bench.builder, (await bench.builder.begin(order)).id);

    test("there is no image before one is built, and then there is, by its tag", async () => {
      const { template, tag } = bench.order(1);
      expect(await bench.builder.find(template, tag)).toBeNull();
      const { phase, digest, reason } = await built(bench.order(1));
      expect([phase, digest, reason]).toEqual(["built", expect.stringMatching(/^sha256:[0-9a-f]{64}$/), null]);
      expect(await bench.other.find(template, tag)).toBe(digest);
      expect(await bench.builder.find(template, bench.order(2).tag)).toBeNull();
    });

    test("a build begins in a queue, and is the only one of its sources while it is under way", async () => {
      bench.hold(true);
      const first = await bench.builder.begin(bench.order(1));
      expect(first).toMatchObject({ phase: "queued", digest: null, reason: null, joined: false });
      const second = await bench.other.begin(bench.order(1));
      expect(second).toMatchObject({ id: first.id, joined: true });
      expect((await bench.builder.begin(bench.order(2))).joined).toBe(false);
      expect(bench.begun()).toBe(2);
    });

    test("when it is over the same sources can be built again, and the tag means the newer image", async () => {
      const { template, tag } = bench.order(1);
      const [first, second] = [await built(bench.order(1)), await built(bench.order(1))];
      expect(first.digest).not.toBe(second.digest);
      expect(await bench.builder.find(template, tag)).toBe(second.digest);
      const images = (await bench.builder.list(template)) ?? [];
      expect(images.map(({ digest }) => digest).sort()).toEqual([first.digest, second.digest].sort());
      // Else it would be swept although a spec names it.
      expect(images.every(({ tags }) => tags.length > 0)).toBe(true);
    });

    test("a build that failed leaves no image, and says so each time", async () => {
      bench.ends("failed");
      const { id, phase, digest } = await built(bench.order(1));
      expect([phase, digest, (await bench.other.look(id)).phase]).toEqual(["failed", null, "failed"]);
      expect(await bench.builder.find("split", bench.order(1).tag)).toBeNull();
      expect(await bench.builder.list("split")).toEqual([]);
    });

    test("a build that is cancelled ends so; one that is over stays as it ended", async () => {
      bench.hold(true);
      const { id } = await bench.builder.begin(bench.order(1));
      await bench.other.cancel(id);
      await bench.builder.cancel(id);
      bench.hold(false);
      expect((await ended(bench.builder, id)).phase).toBe("cancelled");
      const done = await built(bench.order(2));
      await bench.builder.cancel(done.id);
      expect(await bench.builder.look(done.id)).toEqual(done);
    });

    test("each build has a page", async () => {
      const { id } = await bench.builder.begin(bench.order(1));
      expect(bench.builder.page(id)).toContain(id);
    });
  });
}

async function ended(builder: Builder, id: string): Promise<Build> {
  for (let look = 0; look < 100; look += 1) {
    const build = await builder.look(id);
    if (build.phase !== "queued" && build.phase !== "working") return build;
  }
  throw new Error(`${id} does not end`);
}
