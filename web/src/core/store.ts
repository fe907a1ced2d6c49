// What the device keeps for one person, in IndexedDB: copies of own data for reading offline, drafts, what waits to be
// sent. One database, wiped on logout. Where there is none (private window), everything works but offline.

const NAME = "tenayan", STORE = "isi";
let opened: Promise<IDBDatabase | null> | null = null;

function open(): Promise<IDBDatabase | null> {
  opened ??= new Promise((ok) => {
    try {
      const r = indexedDB.open(NAME, 1);
      r.onupgradeneeded = () => r.result.createObjectStore(STORE);
      r.onsuccess = () => {
        // Another tab wipes: let go at once, and start afresh at the next use.
        r.result.onversionchange = () => {
          r.result.close();
          opened = null;
        };
        ok(r.result);
      };
      r.onerror = r.onblocked = () => ok(null);
    } catch {
      ok(null);
    }
  });
  return opened;
}

async function run<T>(mode: IDBTransactionMode, f: (s: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
  const db = await open();
  if (!db) return undefined;
  return new Promise((ok) => {
    try {
      const t = db.transaction(STORE, mode);
      const r = f(t.objectStore(STORE));
      t.oncomplete = () => ok(r.result);
      t.onerror = t.onabort = () => ok(undefined);
    } catch {
      ok(undefined); // closed meanwhile
    }
  });
}

/** True only where it is kept: a full or forbidden storage answers false. */
export async function simpan(key: string, value: unknown): Promise<boolean> {
  return (await run("readwrite", (s) => s.put(value, key))) !== undefined;
}
export async function ambil<T>(key: string): Promise<T | undefined> {
  return (await run("readonly", (s) => s.get(key))) as T | undefined;
}
export async function hapus(key: string): Promise<void> {
  await run("readwrite", (s) => s.delete(key));
}
/** Keys that begin with `prefix`. */
export async function kunciKunci(prefix: string): Promise<string[]> {
  const all = await run("readonly", (s) => s.getAllKeys(IDBKeyRange.bound(prefix, prefix + "\uffff")));
  return (all ?? []).map(String);
}

/** Everything that the device keeps of the person, gone. */
export async function bersihkan(): Promise<void> {
  const db = await open();
  db?.close();
  opened = null;
  await new Promise<void>((ok) => {
    try {
      const r = indexedDB.deleteDatabase(NAME);
      r.onsuccess = r.onerror = r.onblocked = () => ok();
    } catch {
      ok();
    }
  });
  try {
    sessionStorage.clear();
  } catch {
    /* nothing was kept there */
  }
}
