import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { assertMail } from "../../lakehouse/adapters/mail-limits.ts";
import { readContract } from "../../lakehouse/contract/read.ts";
import { contractsIn, FIXTURES } from "./fixtures.ts";

// What the linter lets pass, every mailer takes: an address that only one of them knows kills the mail of all others.

const clicks = contractsIn(join(FIXTURES, "good")).find(({ file }) => file === "clicks.odcs.yaml")?.text ?? "";

function problemsWith(address: string): string[] {
  const url = JSON.stringify(`mailto:${address}`);
  const text = clicks.replace('"mailto:clicks@example.com"', () => url);
  expect(text).toContain(url);
  const { problems } = readContract(text, "clicks.odcs.yaml");
  return problems.filter(({ rule }) => rule === "recipient-email").map(({ message, cure }) => `${message}: ${cure}`);
}

function mailerTakes(address: string): boolean {
  const parts = { id: "a", subject: "s", text: "t", html: "h", thread: "t" };
  try {
    assertMail({ ...parts, from: { email: "sluice@example.com", name: "Sluice" }, to: [address] });
    return true;
  } catch {
    return false;
  }
}

const taken = ["ops@example.com", "Ops@Example.COM", "first.last+tag@mail.example.co", "o'neil@example.com"];
const refused = [
  "müller@example.com",
  "ops@exämple.com",
  "ops",
  "ops@localhost",
  "ops@-example.com",
  "o..ps@example.com",
  ".ops@example.com",
  "ops.@example.com",
  "ops@mail..example.com",
  "ops@mail-.example.com",
  "two@at@example.com",
  "with space@example.com",
  'quo"te@example.com',
  `${"a".repeat(320)}@example.com`,
];

describe("an address", () => {
  test.each(taken)("%s: both take it", (address) => {
    expect([problemsWith(address), mailerTakes(address)]).toEqual([[], true]);
  });

  test.each(refused)("%s: both refuse it", (address) => {
    expect([problemsWith(address).length, mailerTakes(address)]).toEqual([1, false]);
  });

  test("beyond ASCII: the linter says why", () => {
    expect(problemsWith("müller@example.com")).toEqual([
      '"müller@example.com" is no e-mail address: write an address of plain ASCII characters: mail services refuse others',
    ]);
  });
});
