import { describe, expect, test } from "@jest/globals";
import { withSetting } from "../../lakehouse/plan/cloud/stack/write.ts";

const NEW = "h/p/n@sha256:ab";
const write = (text: string) => withSetting(text, "sluice:image", NEW);

describe("a setting is written, and no other line is touched", () => {
  test.each([
    ["at the end of config", "config:\n  a: 1\n", `config:\n  a: 1\n  sluice:image: ${NEW}\n`],
    ["where no line ends", "config:\n  a: 1", `config:\n  a: 1\n  sluice:image: ${NEW}\n`],
    [
      "behind a remark",
      "config:\n  a: 1 # one\n# b\nc: 2\n",
      `config:\n  a: 1 # one\n  sluice:image: ${NEW}\n# b\nc: 2\n`,
    ],
    [
      "behind a list",
      "config:\n  a:\n    - 1\n    - 2 # two\nb: 1\n",
      `config:\n  a:\n    - 1\n    - 2 # two\n  sluice:image: ${NEW}\nb: 1\n`,
    ],
    [
      "behind a text of lines",
      "config:\n  a: |\n    x\n\nb: 1\n",
      `config:\n  a: |\n    x\n  sluice:image: ${NEW}\n\nb: 1\n`,
    ],
    ["behind a key without a value", "config:\n  a:\nb: 1\n", `config:\n  a:\n  sluice:image: ${NEW}\nb: 1\n`],
    ["as deep as others", "x: 1\nconfig:\n     a: 1\n", `x: 1\nconfig:\n     a: 1\n     sluice:image: ${NEW}\n`],
    ["in lines of Windows", "config:\r\n  a: 'q'\r\n", `config:\r\n  a: 'q'\r\n  sluice:image: ${NEW}\r\n`],
    ["in JSON", '{"config":{"a":"x"}}', `{"config":{"a":"x", "sluice:image": "${NEW}"}}`],
    ["in braces", "config: {}\n", `config: {"sluice:image": "${NEW}"}\n`],
    [
      "in place of another",
      "config:\n  sluice:image:   old # why\n  a: 1\n",
      `config:\n  sluice:image:   ${NEW} # why\n  a: 1\n`,
    ],
    ["in quotes as it was", "config:\n  sluice:image: 'old'\n  a: 1\n", `config:\n  sluice:image: "${NEW}"\n  a: 1\n`],
    [
      "in place of lines",
      "config:\n  sluice:image: >-\n    old\n  a: 1\n",
      `config:\n  sluice:image: ${NEW}\n  a: 1\n`,
    ],
    ["in place of nothing", "config:\n  sluice:image:\n  a: 1\n", `config:\n  sluice:image: ${NEW}\n  a: 1\n`],
    [
      "in place of nothing, with a remark",
      "config:\n  sluice:image: # none\n  a: 1\n",
      `config:\n  sluice:image: ${NEW} # none\n  a: 1\n`,
    ],
    ["in place of null", "config:\n  sluice:image: null\n", `config:\n  sluice:image: ${NEW}\n`],
    ["as it is already", `config:\n  sluice:image: ${NEW}\n`, `config:\n  sluice:image: ${NEW}\n`],
  ])("%s", (_, before, after) => {
    expect(write(before)).toBe(after);
    expect(write(after)).toBe(after);
  });

  test.each([
    ["no config", "a: 1\n"],
    ["config without settings", "config:\n"],
    ["config as a list", "config: [1]\n"],
    ["wrong YAML", "config: {a: 1\n"],
  ])("%s: said, and what to write by hand", (_, text) => {
    expect(() => write(text)).toThrow(/no line can be changed alone → write it: sluice:image: h\/p\/n@sha256:ab$/);
  });
});
