// The real server with the demonstration data on a free port of this machine, and a browser for it.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";

export class Server {
  constructor(build) {
    this.binary = join(resolve(build), "tenayan");
    this.dir = mkdtempSync(join(tmpdir(), "tenayan-web-"));
    this.clock = join(this.dir, "jam");
    const out = execFileSync(this.binary, ["demo", "--data", this.dir, "--json"], { stdio: ["ignore", "pipe", "ignore"] });
    this.akun = Object.fromEntries(JSON.parse(out).akun.map((a) => [a.peran, a]));
    this.port = 0;
  }
  env() {
    return { ...process.env, TENAYAN_HOST: this.binary, TENAYAN_INSTANSI_BANTUAN: this.bantuan ?? "" };
  }
  /** Starts (again, on the same port); resolves when it listens. */
  async start() {
    this.child = spawn(this.binary, ["serve", "--data", this.dir, "--listen", `127.0.0.1:${this.port}`], { stdio: ["ignore", "pipe", "pipe"], env: this.env() });
    this.exited = new Promise((ok) => this.child.once("exit", ok));
    await new Promise((ok, no) => {
      let text = "";
      const see = (b) => {
        text += b;
        const m = /http:\/\/127\.0\.0\.1:(\d+)/.exec(text);
        if (m) {
          this.port = Number(m[1]);
          ok();
        }
      };
      this.child.stdout.on("data", see);
      this.child.stderr.on("data", see);
      this.child.once("exit", (c) => no(new Error(`server ended (${c}): ${text.slice(-800)}`)));
    });
    this.url = `http://127.0.0.1:${this.port}`;
  }
  async stop() {
    this.child?.kill("SIGTERM");
    await this.exited;
  }
  async end() {
    await this.stop();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

export const launch = () => chromium.launch({
  executablePath: ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync),
  args: ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb", "--font-render-hinting=none"],
});

export const sizes = {
  meja: { viewport: { width: 1280, height: 900 } },
  ponsel: { viewport: { width: 360, height: 800 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
};

/** Logs in through the API and gives the cookie to the context: for tests that are not about logging in. */
export async function login(server, context, role) {
  const a = server.akun[role];
  const r = await context.request.post(server.url + "/api/v1/sesi", { data: { nama: a.nip, sandi: a.kata_sandi } });
  const s = await r.json();
  if (s.langkah !== "selesai") throw new Error(`${role}: login stopped at ${s.langkah ?? JSON.stringify(s)}`);
  await context.addInitScript(() => localStorage.setItem("sesi", "1"));
  return s.csrf;
}
