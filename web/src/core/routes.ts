// Every page of the application: one line each. See docs/internals/web.md for how a page is added.
import type { AnyComponent } from "preact";
import type { Teks } from "./i18n";
import { berperan, boleh } from "./session";
import { punyaTim } from "./team";

export type Page = {
  path: string; // "/skp/:id"
  load: () => Promise<{ default: AnyComponent<object> }>;
  /** Reachable for whoever this holds; absent: everybody who has logged in. */
  may?: () => boolean;
  /** The entry in the navigation; pages without one are reached from others. */
  nav?: { teks: Teks; kelompok: "saya" | "tim" | "unit" | "kelola" };
};

/** For `may`: a right somewhere, a role, people whom this person evaluates. */
export { berperan, boleh, punyaTim };

export const pages: Page[] = [
  { path: "/", load: () => import("../screens/beranda"), nav: { teks: { id: "Beranda", en: "Home" }, kelompok: "saya" } },
  { path: "/profil", load: () => import("../screens/profil") },
];

const shape = (path: string): RegExp => new RegExp("^" + path.replace(/:\w+/g, "[^/]+") + "$");

/** `path` if a page answers it and this person may open it; otherwise undefined, so that no link leads nowhere. */
export function halaman(path: string): string | undefined {
  const bare = path.replace(/[?#].*$/, "");
  return pages.some((p) => shape(p.path).test(bare) && (p.may?.() ?? true)) ? path : undefined;
}
