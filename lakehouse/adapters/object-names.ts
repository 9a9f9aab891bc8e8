// An object's name as a path below the store's folder, and back. One object, one path: nothing leads out of the folder,
// and nothing meets the store's own files, which lie under a name that starts with a dot.

const longestBytes = 1024; // Cloud Storage's limit
const longestSegmentBytes = 255; // of the file systems

/** Everything that a file system might read in its own way is written as %XX; `=` and `+` stay readable. */
export function pathOfName(name: string): string {
  if (name === "" || !name.isWellFormed()) throw new RangeError(`not an object name: ${JSON.stringify(name)}`);
  if (Buffer.byteLength(name) > longestBytes)
    throw new RangeError(`object name longer than ${longestBytes} bytes: ${name}`);
  return name.split("/").map(encodeSegment).join("/");
}

export function nameOfPath(path: string): string {
  return path.split("/").map(decodeURIComponent).join("/");
}

function encodeSegment(segment: string): string {
  if (segment === "" || segment === "." || segment === "..") {
    throw new RangeError(`an object name may not hold the part ${JSON.stringify(segment)} between slashes`);
  }
  const encoded = encodeURIComponent(segment)
    .replace(/^\./, "%2E")
    .replace(/%(3D|2B|2C|40)/g, decodeURIComponent)
    .replace(/[*!'()]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  if (encoded.length > longestSegmentBytes) throw new RangeError(`too long for a local file name: ${segment}`);
  return encoded;
}
