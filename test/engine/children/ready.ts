// Children that behave badly, each in the way its file's name says. They are plain programs, as main.ts is.
export const say = (message: object): void => void process.stdout.write(`${JSON.stringify(message)}\n`);

export function onRequest(handle: (id: number) => void): void {
  process.stdin.on("end", () => process.exit(0));
  process.stdin.on("data", (data) => {
    for (const line of data.toString().trim().split("\n")) handle((JSON.parse(line) as { id: number }).id);
  });
  say({ ready: true });
}
