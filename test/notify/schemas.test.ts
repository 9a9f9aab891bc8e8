import { join } from "node:path";
import { test } from "@jest/globals";
import { z } from "zod";
import { MessageSchema } from "../../lakehouse/notify/message.ts";
import { checkGolden } from "../golden.ts";
import { projectFolder } from "../layout/tree.ts";

// The JSON Schema that other languages validate with is made from the zod type and committed.

test("lakehouse/notify/schemas/message.schema.json is the type's", () => {
  const file = join(projectFolder, "lakehouse", "notify", "schemas", "message.schema.json");
  const text = `${JSON.stringify(z.toJSONSchema(MessageSchema, { target: "draft-2020-12" }), null, 2)}\n`;
  checkGolden(file, text, "test/notify/schemas.test.ts");
});
