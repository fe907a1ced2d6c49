// Rows that pass or fail, and pages that fail on what the console, the policy or the page itself complains about.
import { login, sizes } from "./server.mjs";

export class Suite {
  constructor(server, browser, word) {
    Object.assign(this, { server, browser, word, passed: 0, failed: 0 });
  }
  row(name, ok, why = "") {
    if (ok) this.passed++;
    else {
      this.failed++;
      console.log(`FAILED ${name}${why ? `\n       ${String(why).slice(0, 1500)}` : ""}`);
    }
    return !!ok;
  }
  async case(name, f) {
    if (this.word && !name.includes(this.word)) return;
    const started = Date.now();
    const before = this.failed;
    try {
      await f();
    } catch (e) {
      this.row(name, false, e.stack ?? e);
    }
    console.log(`${this.failed === before ? "ok  " : "FAIL"} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  }
  /** A context for a person (or nobody), whose pages are watched. */
  async context(role, options = {}) {
    const { size = "meja", ...more } = options;
    const c = await this.browser.newContext({ ...sizes[size], locale: "id-ID", serviceWorkers: "block", ...more });
    c.setDefaultTimeout(15_000);
    if (role) c.csrf = await login(this.server, c, role);
    return c;
  }
  /** Opens a page; `tolerate` are statuses whose line in the console is expected. */
  async page(context, tolerate = []) {
    const page = await context.newPage();
    page.complaints = [];
    page.tolerate = tolerate;
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (e) => console.error(`policy: ${e.violatedDirective} ${e.blockedURI} ${e.sample}`));
    });
    page.on("console", (m) => {
      const s = m.text();
      if (s.includes("Service Worker registration blocked by Playwright")) return;
      if ((m.type() === "error" || m.type() === "warning") && !page.tolerate.some((t) => s.includes(String(t)))) page.complaints.push(s);
    });
    page.on("pageerror", (e) => page.complaints.push(String(e)));
    return page;
  }
  /** The page complained about nothing. */
  quiet(name, page) {
    this.row(`${name}: console and policy`, page.complaints.length === 0, page.complaints.join("\n"));
  }
}

export function need(ok, what) {
  if (!ok) throw new Error(what);
}
