// Whether this person has a team. The rights alone do not tell: everybody might be somebody's evaluator.
import { effect, signal } from "@preact/signals";
import { skp_daftar } from "../../gen/api";
import { boleh, saya } from "./session";
import { ambil, simpan } from "./store";

/** Known a moment after the start; the last answer holds until then. */
export const punyaTim = signal(false);

effect(() => {
  const me = saya.value;
  punyaTim.value = false;
  if (!me?.pegawai || !boleh("skp.setujui")) return;
  const key = "punya-tim";
  void ambil<boolean>(key).then((v) => {
    if (v && saya.value === me) punyaTim.value = true;
  });
  skp_daftar({ lingkup: "tim", batas: 1 }).then((r) => {
    if (saya.value !== me) return;
    punyaTim.value = r.isi.data.length > 0;
    void simpan(key, punyaTim.value);
  }).catch(() => undefined); // the pages themselves tell what is wrong
});
