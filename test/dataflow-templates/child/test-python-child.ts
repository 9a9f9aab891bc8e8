// The Python host's child speaks the protocol of the Node host's, so the Node engine can drive it: what its suites say
// of drops holds for both.
import { join } from "node:path";
import { testChild } from "../../engine/child-under-test.ts";
import { projectFolder } from "../../layout/tree.ts";

testChild([join(projectFolder, "dataflow-templates/.venv/bin/python"), "-I", "-m", "host.child"]);
