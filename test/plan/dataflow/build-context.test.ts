import { describe, expect, test } from "@jest/globals";
import { contextTag, copiedBy, isIgnored } from "../../../lakehouse/plan/dataflow/build-context.ts";

/** As a Dockerfile names its argument. */
const TEMPLATE = "$" + "{TEMPLATE}";

test("a template's sources are what its Dockerfile copies from the folder, and nothing from other images", () => {
  const dockerfile = [
    "# COPY nothing nothing",
    "FROM a AS b",
    "COPY --from=b /opt /opt",
    "COPY requirements.lock ./",
    "copy host  host",
    `COPY ${TEMPLATE} \\`,
    `     ${TEMPLATE}`,
    "RUN echo COPY me",
  ].join("\n");
  expect(copiedBy(dockerfile, "stream")).toEqual(["host", "requirements.lock", "stream"]);
});

test.each([
  "COPY . .",
  "COPY * /x",
  "COPY ../a a",
  "ADD a a",
  'COPY ["a", "b"]',
  `COPY ${TEMPLATE.replace("TEMPLATE", "OTHER")} x`,
  "COPY --chown=1 a b",
  "COPY a",
])("%s is not guessed at", (line) => {
  expect(() => copiedBy(line, "split")).toThrow(/cannot tell what .* copies → write COPY/);
});

describe(".dockerignore", () => {
  test.each([
    [".venv", ".venv/a", true],
    [".venv", "host/.venv/a", false],
    ["**/__pycache__", "host/child/__pycache__/a.pyc", true],
    ["**/__pycache__", "__pycache__", true],
    ["# x\n\nuv", "uv.lock", false],
  ])("%j and %s: %s", (text, path, left) => {
    expect(isIgnored(text, path)).toBe(left);
  });

  test.each(["*.pyc", "!host", "a/b"])("%s is not guessed at", (line) => {
    expect(() => isIgnored(line, "a")).toThrow(/cannot read/);
  });
});

test("a tag is of paths and contents, and of no order", () => {
  const file = (path: string, text: string) => ({ path, bytes: Buffer.from(text) });
  const [a, b] = [file("a", "1"), file("b", "2")];
  const tag = contextTag([a, b]);
  expect(tag).toMatch(/^[0-9a-f]{16}$/);
  expect(contextTag([b, a])).toBe(tag);
  const others = [
    [a],
    [a, file("b", "3")],
    [a, file("c", "2")],
    [file("a", "2"), file("b", "1")],
    [a, b, file("c", "")],
  ];
  expect(new Set([tag, ...others.map(contextTag)]).size).toBe(others.length + 1);
});
