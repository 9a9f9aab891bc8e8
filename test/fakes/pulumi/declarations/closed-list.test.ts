// Comments as the provider's declarations have them: which of them tell all values.
import { expect, test } from "@jest/globals";
import { closedList } from "./closed-list.ts";

test.each<[comment: string, values: string[] | null]>([
  ["How.\nDefault value is `AND`.\nPossible values are: `AND`, `OR`.", ["AND", "OR"]],
  ["Each value may be one of: `OPENED`, `CLOSED`.", ["OPENED", "CLOSED"]],
  ["Valid values are `Enabled` and `Disabled`. When set to `Enabled`, rules are applied.", ["Enabled", "Disabled"]],
  ['Acceptable values are "inherited" or "enforced". If "inherited", it is not.', ["inherited", "enforced"]],
  ['The format. One of `"JSON_API_V1"` or `"NONE"`.', ["JSON_API_V1", "NONE"]],
  ["Must be one of `DATA_READ`, `DATA_WRITE`, or `ADMIN_READ`.", ["DATA_READ", "DATA_WRITE", "ADMIN_READ"]],
  ['Possible values: ["DIRECT", "VIA_NETWORK_ATTACHMENT"]', ["DIRECT", "VIA_NETWORK_ATTACHMENT"]],
  ["Possible values are INHERIT, TRIAL and STANDARD. Default value is TRIAL.", ["INHERIT", "TRIAL", "STANDARD"]],
  ["Possible values:\nPDF\nDOCX\nGOOGLE_DOCS", ["PDF", "DOCX", "GOOGLE_DOCS"]],
  ["Possible values are:\n* DELETE\n* DISABLE", ["DELETE", "DISABLE"]],
  [
    "The possible values are:\n* `LOGIN`: Prompts the user\n  again.\n* `SECURE_KEY`: A device.",
    ["LOGIN", "SECURE_KEY"],
  ],
  ["Valid values are `POSITION` (by position,\nas it is) or `NAME` (by name).", ["POSITION", "NAME"]],
  // These leave others open.
  ["Supported values include: `NEARLINE`, `ARCHIVE`.", null],
  ["Possible values include `a`,\n`b`, and other ids of the framework.", null],
  ['A list of valid values such as "email", "slack", etc...', null],
  ["Valid values are `A`, `B`, and whatever else there is.", null],
  ["Valid values are listed at\n[there](https://cloud.google.com).", null],
  ["Accepted values are between 0.1 and 0.95.", null],
  ["Valid values are:\n- A tool's full resource name\n- A predefined action", null],
  ["Only one of `range` or `skipLeadingRows` must be set.", null],
  ["The name of the bucket.", null],
])("%j", (comment, values) => {
  expect(closedList(comment)).toEqual(values);
});
