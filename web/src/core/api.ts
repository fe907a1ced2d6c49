// One request to the server: headers, retries, and what can go wrong, as one kind of error.
// The operations themselves are in gen/api.ts, which is written from schema/openapi.yaml.

export type Kosong = Record<never, never>;
export type Isian = { letak: string; pesan: string };

export type Jawaban<T> = { isi: T; versi: number | null; lokasi: string | null; waktu: string; status: number };

export type Opsi = {
  /** The key under which the server carries a write out once. Give one that is kept with a draft, so that the same
   *  write sent after a restart of the browser is the same; otherwise each call makes its own. */
  kunci?: string;
  signal?: AbortSignal;
};

/** A refusal by the server (status ≥ 400), or no answer at all (status 0, code "jaringan"). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly pesan: string,
    readonly tindakan = "",
    readonly isian: Isian[] = [],
    /** The help code, equal to X-Request-Id. */
    readonly bantuan = "",
    readonly berkas = "",
    readonly baris = 0,
  ) {
    super(pesan);
  }
  /** The network failed or the server did not answer: nothing is known about what it did. */
  get putus(): boolean {
    return this.status === 0;
  }
  /** Somebody changed the row meanwhile (412), or what was computed from it has moved (409 on a change). */
  get bentrok(): boolean {
    return this.status === 412;
  }
}

/** What the session layer (core/session.ts) knows and does; set once, so that this file needs nothing of it. */
export const sesi = {
  csrf: "",
  /** Called on 401 within a session that had begun: resolves when the person has logged in again. */
  masukLagi: (): Promise<boolean> => Promise.resolve(false),
  /** Called where the token is not accepted any more (another tab logged in again). */
  segarkan: (): Promise<boolean> => Promise.resolve(false),
};

/** A key for Idempotency-Key. randomUUID needs a secure origin, getRandomValues does not. */
export function kunciBaru(): string {
  const b = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(b, (x) => x.toString(16).padStart(2, "0")).join("");
}

const pause = (ms: number): Promise<void> => new Promise((ok) => setTimeout(ok, ms));

async function problem(r: Response): Promise<ApiError> {
  const id = r.headers.get("X-Request-Id") ?? "";
  try {
    const p = await r.json();
    return new ApiError(r.status, p.code ?? "umum.gagal", p.detail ?? p.title ?? "", p.tindakan ?? "", p.isian ?? [],
                        p.instance ?? id, p.berkas ?? "", p.baris ?? 0);
  } catch {
    // A proxy in between, not our server.
    return new ApiError(r.status, "http.perantara", `HTTP ${r.status}`, "", [], id);
  }
}

async function read<T>(r: Response): Promise<Jawaban<T>> {
  const type = r.headers.get("Content-Type") ?? "";
  const etag = /^"(\d+)"$/.exec(r.headers.get("ETag") ?? "");
  const isi = r.status === 204 ? null : type.startsWith("application/json") ? await r.json()
    : type.startsWith("text/") ? await r.text() : await r.blob();
  return { isi: isi as T, versi: etag ? Number(etag[1]) : null, lokasi: r.headers.get("Location"),
           waktu: new Date(r.headers.get("Date") ?? Date.now()).toISOString(), status: r.status };
}

type Bag = Record<string, unknown>;

function address(path: string, query: string[], p: Bag): string {
  const at = path.replace(/\{(\w+)\}/g, (_, k: string) => encodeURIComponent(String(p[k])));
  const q = query.filter((k) => p[k] !== undefined && p[k] !== null && p[k] !== "")
    .map((k) => `${k}=${encodeURIComponent(String(p[k]))}`);
  return q.length ? `${at}?${q.join("&")}` : at;
}

async function once(method: string, url: string, flags: string, p: Bag, o: Opsi, key: string): Promise<Response> {
  const h = new Headers({ Accept: "application/json" });
  const body = p.isi;
  const limit = new AbortController();
  const stop = (): void => limit.abort();
  const clock = setTimeout(stop, body instanceof Blob ? 600_000 : 45_000);

  if (method !== "GET") h.set("X-CSRF-Token", sesi.csrf);
  if (flags.includes("k")) h.set("Idempotency-Key", key);
  if (flags.includes("m") && p.versi !== undefined && p.versi !== null) h.set("If-Match", `"${String(p.versi)}"`);
  if (body !== undefined) h.set("Content-Type", body instanceof Blob ? "application/octet-stream" : "application/json");
  o.signal?.addEventListener("abort", stop);
  try {
    return await fetch(url, { method, headers: h, credentials: "same-origin", cache: "no-store", signal: limit.signal,
                              body: body === undefined ? null : body instanceof Blob ? body : JSON.stringify(body) });
  } catch (e) {
    if (o.signal?.aborted) throw e;
    throw new ApiError(0, "jaringan", "");
  } finally {
    clearTimeout(clock);
    o.signal?.removeEventListener("abort", stop);
  }
}

/** A lost reply is asked for again where that is safe: reads, and writes under a key. 503 means "not begun". */
async function patient(method: string, url: string, flags: string, p: Bag, o: Opsi, key: string): Promise<Response> {
  const safe = method === "GET" || flags.includes("k");
  const waits = safe ? (method === "GET" ? [700] : [700, 2500]) : [];

  for (;;) {
    const wait = waits.shift();
    try {
      const r = await once(method, url, flags, p, o, key);
      if (r.status !== 503 || wait === undefined) return r;
      await pause(Math.min(5, Number(r.headers.get("Retry-After")) || 1) * 1000);
    } catch (e) {
      if (wait === undefined || !(e instanceof ApiError) || navigator.onLine === false) throw e;
      await pause(wait);
    }
  }
}

export type Op<P, R> = {
  (...args: Kosong extends P ? [p?: P, o?: Opsi] : [p: P, o?: Opsi]): Promise<Jawaban<R>>;
  /** The address of a read, under which its copy is kept on the device. */
  alamat: (p: P) => string;
};

export function op<P, R>(method: string, path: string, query: string[], flags: string): Op<P, R> {
  const call = async (p?: P, o: Opsi = {}): Promise<Jawaban<R>> => {
    const bag = (p ?? {}) as Bag;
    const url = address(path, query, bag);
    const key = o.kunci ?? (flags.includes("k") ? kunciBaru() : "");
    const login = path === "/api/v1/sesi";
    let r = await patient(method, url, flags, bag, o, key);

    if (r.status === 403 && method !== "GET" && !login && r.headers.get("Content-Type")?.includes("problem")) {
      const e = await problem(r);
      if (e.code !== "http.csrf" || !(await sesi.segarkan())) throw e;
      r = await patient(method, url, flags, bag, o, key);
    }
    if (r.status === 401 && !login) {
      const e = await problem(r);
      // A wrong password inside a form is 401 too; only a session that is gone asks for a new login.
      if ((e.code !== "http.belum_masuk" && e.code !== "sesi.tidak_sah") || !(await sesi.masukLagi())) throw e;
      r = await patient(method, url, flags, bag, o, key);
    }
    if (!r.ok) throw await problem(r);
    return read<R>(r);
  };
  return Object.assign(call, { alamat: (p: P) => address(path, query, p as Bag) }) as Op<P, R>;
}
