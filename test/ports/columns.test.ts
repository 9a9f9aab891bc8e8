import { expect, test } from "@jest/globals";
import { missingColumns, missingPaths, type NamedColumn } from "../../lakehouse/ports/columns.ts";

const column = (name: string, ...fields: NamedColumn[]): NamedColumn =>
  fields.length > 0 ? { name, fields } : { name };

const present = [column("id"), column("parts", column("kind"), column("size", column("x")))];

test("columns and fields are told by their paths, whatever their case and order", () => {
  expect(missingPaths(present, present)).toEqual([]);
  expect(missingPaths(present, [column("Parts", column("size", column("X")), column("KIND")), column("ID")])).toEqual(
    [],
  );
  const wanted = [
    column("new", column("a")),
    column("parts", column("size", column("y"), column("x")), column("unit")),
  ];
  expect(missingPaths(present, wanted)).toEqual(["new", "parts.size.y", "parts.unit"]);
});

test("a column that should have fields and has none lacks them all; too many are not missed", () => {
  expect(missingPaths([column("parts")], [column("parts", column("kind"))])).toEqual(["parts.kind"]);
  expect(missingPaths(present, [column("parts")])).toEqual([]);
});

test("what a table lacks is told in whole columns", () => {
  const deeper = column("parts", column("unit"));
  expect(missingColumns(present, [column("id"), deeper, column("new")])).toEqual([deeper, column("new")]);
});
