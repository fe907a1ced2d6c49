// The application: begin the session, then the login page or the Shell with its pages.
import { render } from "preact";
import { LocationProvider } from "preact-iso/router";
import { ApiError } from "./core/api";
import { kamus } from "./core/i18n";
import { keadaan, mulai } from "./core/session";
import { pasang } from "./core/update";
import { Galat, Memuat } from "./parts/basic";
import { Pintu } from "./parts/door";
import { Merek } from "./parts/frame";
import { Shell } from "./parts/shell";

const t = kamus({ mulai: { id: "Membuka Tenayan…", en: "Opening Tenayan…" } });

function Aplikasi() {
  switch (keadaan.value) {
    case "mulai": // as index.html shows before this runs
      return <><header class="kepala"><div class="kepala-dalam"><Merek /></div></header><main class="isi"><Memuat teks={t("mulai")} /></main></>;
    case "putus":
      return <main class="isi"><Galat galat={new ApiError(0, "jaringan", "")} ulang={() => location.reload()} /></main>;
    case "masuk":
      return <LocationProvider><Shell /></LocationProvider>;
    default:
      return <Pintu />;
  }
}

const root = document.getElementById("aplikasi");
if (root) {
  root.textContent = "";
  render(<Aplikasi />, root);
}
void mulai();
pasang();
