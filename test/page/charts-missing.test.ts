import { expect, jest, test } from "@jest/globals";
import { smallState } from "./small.ts";

test.each([
  [
    "is not installed",
    "ERR_MODULE_NOT_FOUND",
    "the report page draws with vega and vega-lite; `npm install` brings them",
  ],
  ["is broken", "ERR_OTHER", "of vega"],
])("whoever asks for a page where the drawing library %s is told", async (_, code, message) => {
  jest.resetModules();
  jest.unstable_mockModule("vega", () => {
    throw Object.assign(new Error("of vega"), { code });
  });
  const { pageHtml } = await import("../../lakehouse/run/page/page.ts");
  await expect(pageHtml(smallState)).rejects.toThrow(message);
});
