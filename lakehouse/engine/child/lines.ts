/** Lines of a stream, ended by a line feed only: readline would also end them at U+2028, which JSON leaves as it is. */
export async function* linesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let open: Buffer[] = [];
  for await (const chunk of stream) {
    let rest = chunk;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      yield Buffer.concat([...open, rest.subarray(0, end)]).toString("utf8");
      open = [];
      rest = rest.subarray(end + 1);
    }
    open.push(rest);
  }
}
