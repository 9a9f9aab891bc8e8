import type { Disk } from "../../../lakehouse/adapters/files/disk.ts";
import type { Found } from "../../../lakehouse/adapters/files/found.ts";

interface Inode {
  readonly number: bigint;
  readonly bytes: bigint;
  micros: bigint;
  seconds: bigint;
  links: number;
}

export interface MemoryDisk {
  /** The same disk for one worker, which awaits `turn` before every step. */
  seenBy(turn: () => Promise<void>): Disk;
  /** A new file, at once. */
  create(path: string, bytes: bigint): void;
}

/** Names and inodes. Stricter than a real one: the number of an inode that lost its last name is given to the next file. */
export function createMemoryDisk(): MemoryDisk {
  const names = new Map<string, Inode>();
  const inodes = new Map<bigint, Inode>();

  return { seenBy, create };

  function seenBy(turn: () => Promise<void>): Disk {
    const step = async <Result>(effect: () => Result): Promise<Result> => {
      await turn();
      return effect();
    };
    return {
      look: (path) => step(() => look(path)),
      link: (from, to) => step(() => link(from, to)),
      remove: (path) => step(() => remove(path)),
      stamp: (path, micros, seconds) => step(() => stamp(path, micros, seconds)),
      flushFolder: async () => undefined,
    };
  }

  function create(path: string, bytes: bigint): void {
    let number = 1n;
    while (inodes.has(number)) number += 1n;
    const inode = { number, bytes, micros: 0n, seconds: 0n, links: 1 };
    inodes.set(number, inode);
    names.set(path, inode);
  }

  function look(path: string): Found | null {
    const inode = names.get(path);
    return inode
      ? { path, micros: inode.micros, bytes: inode.bytes, inode: inode.number, seconds: inode.seconds }
      : null;
  }

  function link(from: string, to: string): boolean {
    const inode = names.get(from);
    if (!inode) throw Object.assign(new Error(`no such file: ${from}`), { code: "ENOENT" });
    if (names.has(to)) return false;
    names.set(to, inode);
    inode.links += 1;
    return true;
  }

  function remove(path: string): void {
    const inode = names.get(path);
    if (!inode) return;
    names.delete(path);
    inode.links -= 1;
    if (inode.links === 0) inodes.delete(inode.number);
  }

  function stamp(path: string, micros: bigint, seconds: bigint): Found {
    const inode = names.get(path);
    if (!inode) throw new Error(`no such file: ${path}`);
    if (inode.links > 1) throw new Error(`${path} has another name, whose object would change`);
    Object.assign(inode, { micros, seconds });
    return { path, micros, bytes: inode.bytes, inode: inode.number, seconds };
  }
}
