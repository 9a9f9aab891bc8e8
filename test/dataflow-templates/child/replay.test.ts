import "./test-python-child.ts"; // first
import "../../engine/replay.test.ts";
