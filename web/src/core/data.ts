// Data of the server in a component: useData loads, keeps a copy for offline, and loads again.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { ApiError, type Jawaban, type Op } from "./api";
import { luring } from "./session";
import { ambil, simpan } from "./store";

export type Data<T> = {
  isi: T | null;
  versi: number | null;
  galat: ApiError | null;
  memuat: boolean;
  /** Set where `isi` is the device's copy because the server did not answer: when it was read. */
  salinan: string | null;
  ulang: () => Promise<void>;
  /** After a write that answers with the new state of the same thing. */
  pasang: (j: Jawaban<T>) => void;
};

type State<T> = Pick<Data<T>, "isi" | "versi" | "galat" | "memuat" | "salinan">;

/** Reads `op(p)`; `p` null waits. Read again when the address changes. `bawa: false` keeps no copy on the device. */
export function useData<P, R>(op: Op<P, R>, p: P | null, o: { bawa?: boolean } = {}): Data<R> {
  const empty: State<R> = { isi: null, versi: null, galat: null, memuat: p !== null, salinan: null };
  const [state, set] = useState<State<R>>(empty);
  const at = p === null ? null : op.alamat(p);
  const turn = useRef(0);

  const load = useCallback(async (): Promise<void> => {
    const mine = ++turn.current;
    const put = (x: (s: State<R>) => State<R>): void => {
      if (turn.current === mine) set(x);
    };
    if (p === null || at === null) return;
    put((s) => ({ ...s, memuat: true, galat: null }));
    try {
      const j = await (op as (p: P) => Promise<Jawaban<R>>)(p);
      luring.value = false;
      put(() => ({ isi: j.isi, versi: j.versi, galat: null, memuat: false, salinan: null }));
      if (o.bawa !== false) void simpan("salinan " + at, { isi: j.isi, versi: j.versi, waktu: j.waktu });
    } catch (e) {
      const galat = e instanceof ApiError ? e : new ApiError(0, "umum.gagal", String(e));
      const copy = galat.putus ? await ambil<{ isi: R; versi: number | null; waktu: string }>("salinan " + at) : undefined;
      if (galat.putus) luring.value = true;
      put((s) => copy ? { isi: copy.isi, versi: copy.versi, galat: null, memuat: false, salinan: copy.waktu }
                      : { ...s, galat, memuat: false });
    }
  }, [at]);

  useEffect(() => {
    set(empty);
    void load();
    const again = (): void => {
      if (luring.value) void load();
    };
    addEventListener("online", again);
    return () => {
      turn.current++;
      removeEventListener("online", again);
    };
  }, [at]);

  return { ...state, ulang: load,
           pasang: (j) => set({ isi: j.isi, versi: j.versi, galat: null, memuat: false, salinan: null }) };
}

/** Something that a button starts: one at a time, with its error. */
export function useKerja(): { sibuk: boolean; galat: ApiError | null; kerja: (f: () => Promise<void>) => Promise<boolean>; bersih: () => void } {
  const [sibuk, setSibuk] = useState(false);
  const [galat, setGalat] = useState<ApiError | null>(null);
  const busy = useRef(false);

  const kerja = async (f: () => Promise<void>): Promise<boolean> => {
    if (busy.current) return false;
    busy.current = true;
    setSibuk(true);
    setGalat(null);
    try {
      await f();
      return true;
    } catch (e) {
      setGalat(e instanceof ApiError ? e : new ApiError(0, "umum.gagal", String(e)));
      return false;
    } finally {
      busy.current = false;
      setSibuk(false);
    }
  };
  return { sibuk, galat, kerja, bersih: () => setGalat(null) };
}
