// A lock between processes: a directory with an owner file. It is born whole (made aside, then renamed into place),
// its owner keeps it fresh, and a dead owner's lock is taken over in place by exactly one of those who wait.
import { mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";

const freshEveryMs = 2_000;
/** For an owner that cannot be seen from here, and for one whose process id may belong to another program by now. */
const staleAfterMs = { elsewhere: 30_000, here: 300_000 };

/** `work` may name a process that must end too before the lock is free, should this one be killed. */
export async function withLock(lock, say, work) {
  await acquire(lock, say);
  const fresh = setInterval(() => quietly(() => touch(lock)), freshEveryMs);
  const release = () => quietly(() => remove(lock));
  process.once("exit", release); // process.exit() inside the work skips `finally`
  try {
    return await work((pid) => writeOwner(lock, [process.pid, pid]));
  } finally {
    clearInterval(fresh);
    process.removeListener("exit", release);
    release();
  }
}

async function acquire(lock, say) {
  let told = false;
  while (!create(lock) && !takeOver(lock)) {
    if (!told) say(`another start (process ${ownerOf(lock)?.pids[0] ?? "unknown"}) is installing; waiting for it …`);
    told = true;
    await new Promise((done) => setTimeout(done, 200));
  }
}

function create(lock) {
  const aside = `${lock}.${process.pid}`;
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside);
  writeOwner(aside);
  // Renaming onto a lock that exists fails, because a lock is never an empty directory.
  const made = quietly(() => renameSync(aside, lock));
  if (!made) rmSync(aside, { recursive: true, force: true });
  return made;
}

/** In one step, so that nobody ever meets half a lock. */
function remove(lock) {
  const aside = `${lock}.${process.pid}`;
  renameSync(lock, aside);
  rmSync(aside, { recursive: true });
}

function takeOver(lock) {
  if (!isStale(lock)) return false;
  const mine = join(lock, "takeover"); // only one process can make it, and it belongs to this very lock
  if (!quietly(() => mkdirSync(mine))) {
    if (ageMs(mine) > staleAfterMs.elsewhere) quietly(() => rmdirSync(mine));
    return false;
  }
  const taken = isStale(lock) && quietly(() => writeOwner(lock)); // look again: someone may have been quicker
  quietly(() => rmdirSync(mine));
  return taken;
}

function isStale(lock) {
  const owner = ownerOf(lock);
  if (!owner) return false; // released meanwhile
  const here = owner.host === hostname();
  if (here && !owner.pids.some(isAlive)) return true;
  return ageMs(join(lock, "owner.json")) > (here ? staleAfterMs.here : staleAfterMs.elsewhere);
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}

function ownerOf(lock) {
  try {
    return JSON.parse(readFileSync(join(lock, "owner.json"), "utf8"));
  } catch {
    return undefined;
  }
}

function writeOwner(directory, pids = [process.pid]) {
  const file = join(directory, "owner.json");
  writeFileSync(`${file}.new`, JSON.stringify({ pids, host: hostname() }));
  renameSync(`${file}.new`, file); // a reader meets the old owner or the new one, never half a text
}

function touch(lock) {
  const now = new Date();
  utimesSync(join(lock, "owner.json"), now, now);
}

function ageMs(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? Date.now() - stat.mtimeMs : 0;
}

function quietly(action) {
  try {
    action();
    return true;
  } catch {
    return false;
  }
}
