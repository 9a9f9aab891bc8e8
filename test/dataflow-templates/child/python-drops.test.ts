import "./test-python-child.ts"; // first
import "../../fixtures/drops.test.ts";
