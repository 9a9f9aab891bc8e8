import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "@jest/globals";
import { z } from "zod";
import { NothingSchema, UnitResultSchema } from "../../lakehouse/engine/answers.ts";
import { CalledOff, ChildNotStarted } from "../../lakehouse/engine/child-process.ts";
import { Refused } from "../../lakehouse/engine/refused.ts";
import { createSupervisor, type Supervisor } from "../../lakehouse/engine/supervisor.ts";

const open: Supervisor[] = [];
afterAll(() => Promise.all(open.map((supervisor) => supervisor.close())));

function supervise(child: string, limits = { timeoutSeconds: 30, rssMb: 1024 }): Supervisor {
  const main = fileURLToPath(new URL(`./children/${child}.ts`, import.meta.url));
  const supervisor = createSupervisor(1, { ...limits, child: [process.execPath, main] }, new Map());
  open.push(supervisor);
  return supervisor;
}

async function refusal(asked: Promise<unknown>): Promise<string> {
  const error: unknown = await asked.then(
    () => "answered",
    (reason: unknown) => reason,
  );
  return error instanceof Refused ? error.refusal.code : String(error);
}

/** What its refusal says. */
const refused = (supervisor: Supervisor) => nothing(supervisor).catch((error: Refused) => error.refusal.message);

const nothing = (supervisor: Supervisor, signal?: AbortSignal) =>
  supervisor.ask({ kind: "close" }, NothingSchema, signal);

describe("a child that", () => {
  test("hangs is killed after the time allowed", async () => {
    await expect(refusal(nothing(supervise("hangs", { timeoutSeconds: 1, rssMb: 1024 })))).resolves.toBe("TIMED_OUT");
  });

  test("is not wanted any more is killed at once", async () => {
    await expect(nothing(supervise("hangs"), AbortSignal.timeout(500))).rejects.toThrow(CalledOff);
  });

  test("eats memory is killed", async () => {
    await expect(refusal(nothing(supervise("eats", { timeoutSeconds: 60, rssMb: 300 })))).resolves.toBe(
      "OUT_OF_MEMORY",
    );
  });

  test.each(["dies", "leaves", "babbles"])("%s is a refusal of the drop", async (child) => {
    await expect(refusal(nothing(supervise(child)))).resolves.toBe("CRASHED");
  });

  test("names files outside its box is not believed", async () => {
    await expect(refusal(supervise("lies").ask({ kind: "close" }, UnitResultSchema))).resolves.toBe("CRASHED");
  });

  test("fills stderr is heard all the same", async () => {
    await expect(nothing(supervise("noisy"))).resolves.toMatchObject({ value: null });
  });

  test("cannot start is our fault, not the drop's", async () => {
    await expect(nothing(supervise("never-starts"))).rejects.toThrow(ChildNotStarted);
    await expect(nothing(supervise("never-starts"))).rejects.toThrow("no such library");
  });
});

test("a child has no environment, no arguments of ours and no descriptors but three pipes", async () => {
  const { value } = await supervise("tells").ask(
    { kind: "close" },
    z.object({ env: z.array(z.string()), inherited: z.array(z.string()) }),
  );
  expect(value).toEqual({ env: [], inherited: [] });
});

test("after a child died the next request gets another", async () => {
  const supervisor = supervise("dies");
  for (let again = 0; again < 3; again++) await expect(refusal(nothing(supervisor))).resolves.toBe("CRASHED");
});

test("a child that refused by a footer alone is asked again, and one that has decoded anything is not", async () => {
  const supervisor = supervise("refuses-twice");
  const [first, second, third] = [await refused(supervisor), await refused(supervisor), await refused(supervisor)];
  expect([second === first, third === first]).toEqual([true, false]);
});

test("a child that died while nobody asked it anything is not asked any more", async () => {
  const supervisor = supervise("leaves-later");
  for (let again = 0; again < 2; again++) {
    await expect(nothing(supervisor)).resolves.toMatchObject({ value: null });
    await new Promise((later) => setTimeout(later, 1_000));
  }
});

test("requests that wait when the engine closes are called off, which is no verdict", async () => {
  const supervisor = supervise("hangs");
  const asked = [nothing(supervisor), nothing(supervisor), nothing(supervisor)].map((one) =>
    expect(one).rejects.toThrow(CalledOff),
  );
  await supervisor.close();
  await Promise.all(asked);
});

test("an answer of another shape is a refusal", async () => {
  await expect(refusal(supervise("noisy").ask({ kind: "close" }, z.string()))).resolves.toBe("CRASHED");
});
