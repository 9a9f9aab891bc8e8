import "./test-python-child.ts"; // first
import "../../engine/engine.test.ts";
