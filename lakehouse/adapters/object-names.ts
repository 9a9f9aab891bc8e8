// An object's name as a path below the store's folder, and back. One object, one path: nothing leads out of the folder,
// and nothing meets the store's own files, which lie under a name that starts with a dot.

const longestBytes = 1024; // Cloud Storage's limit
const longestSegmentBytes = 255 - "~999.999999".length; // of the file systems, with room for the slot

/** What Cloud Storage refuses. */
export function assertObjectName(name: string): void {
  if (name === "" || name === "." || name === ".." || !name.isWellFormed() || /[\r\n]/.test(name))
    throw new RangeError(`not an object name: ${JSON.stringify(name)}`);
  if (Buffer.byteLength(name) > longestBytes)
    throw new RangeError(`object name longer than ${longestBytes} bytes: ${name}`);
}

/**
 * Everything that a file system, or the numbering of slots (`~`), might read in its own way is written as %XX; `=` and
 * `+` stay readable.
 */
export function pathOfName(name: string): string {
  if (isPlain(name)) return name;
  assertObjectName(name);
  return name.split("/").map(encodeSegment).join("/");
}

/** Null: no name is written so; somebody put the file there by hand. */
export function nameOfPath(path: string): string | null {
  if (isPlain(path)) return path;
  try {
    const name = path.split("/").map(decodeURIComponent).join("/");
    return pathOfName(name) === path ? name : null;
  } catch {
    return null;
  }
}

/** Most names are their own path. */
function isPlain(name: string): boolean {
  return name.length <= longestSegmentBytes && /^(?:[\w=+,@-][\w=+,@.-]*\/)*[\w=+,@-][\w=+,@.-]*$/.test(name);
}

function encodeSegment(segment: string): string {
  if (segment === "" || segment === "." || segment === "..") {
    throw new RangeError(`an object name may not hold the part ${JSON.stringify(segment)} between slashes`);
  }
  const encoded = encodeURIComponent(segment)
    .replace(/^\./, "%2E")
    .replace(/%(3D|2B|2C|40)/g, decodeURIComponent)
    .replace(/[*!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  if (encoded.length > longestSegmentBytes) throw new RangeError(`too long for a local file name: ${segment}`);
  return encoded;
}
