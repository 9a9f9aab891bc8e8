// Pulumi starts whatever Node it finds; an older one would stumble over the first type, and say so in words of its own.
const LEAST = 24;
const [major] = process.versions.node.split(".").map(Number);
if (major < LEAST) {
  const cure = `put one on the PATH: \`npm run setup\`, then PATH="$PWD/node_modules/.bin:$PATH"`;
  throw new Error(`Sluice needs Node ${LEAST}, this is ${process.versions.node} → ${cure}`);
}
const { lakehouse } = await import("./index.ts");
export default lakehouse;
