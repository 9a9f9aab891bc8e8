// Pulumi's runner of policy packs takes modules without types, and none that waits for another: Node loads the rest itself.
const LEAST = 24;
const [major] = process.versions.node.split(".").map(Number);
if (major < LEAST) {
  const cure = `put one on the PATH: \`npm run setup\`, then PATH="$PWD/node_modules/.bin:$PATH"`;
  throw new Error(`Sluice needs Node ${LEAST}, this is ${process.versions.node} → ${cure}`);
}
void import("./index.ts");
