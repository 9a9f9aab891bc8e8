// Loaded into a function's process: what a request leaves behind throws where nobody can catch it.
import { ServerResponse } from "node:http";

const { end } = ServerResponse.prototype;
ServerResponse.prototype.end = function (...given) {
  setImmediate(() => {
    throw new Error("thrown after the answer");
  });
  return end.apply(this, given);
};
