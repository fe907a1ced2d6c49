// The service worker: the shell opens offline, and a new version waits until the person says so.
import { signal } from "@preact/signals";

/** A new version is there; the Shell offers it, nothing reloads by itself. */
export const versiBaru = signal<(() => void) | null>(null);
/** Why pages do not open offline here; "" where they do. The profile page says it. */
export const tanpaLuring = signal<"" | "asal" | "peramban">("");

export function pasang(): void {
  if (!window.isSecureContext) {
    tanpaLuring.value = "asal";
    return;
  }
  if (!("serviceWorker" in navigator)) {
    tanpaLuring.value = "peramban";
    return;
  }
  addEventListener("load", () => setTimeout(() => void register(), 1500)); // after the first page, which matters more
  if (document.readyState === "complete") setTimeout(() => void register(), 1500);
}

let asked = false;

async function register(): Promise<void> {
  if (asked) return;
  asked = true;
  try {
    const r = await navigator.serviceWorker.register("/sw.js");
    const offer = (w: ServiceWorker | null): void => {
      if (!w || !navigator.serviceWorker.controller) return; // the very first one replaces nothing
      versiBaru.value = () => {
        navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
        w.postMessage("ganti");
      };
    };
    offer(r.waiting);
    r.addEventListener("updatefound", () => {
      const w = r.installing;
      w?.addEventListener("statechange", () => w.state === "installed" && offer(w));
    });
    setInterval(() => void r.update().catch(() => undefined), 3_600_000);
  } catch {
    tanpaLuring.value = "peramban";
  }
}
