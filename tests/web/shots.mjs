// Pictures of every page of routes.mjs: phone and desktop, light and dark. tests/web/shots FOLDER [BUILD] [WORD]
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Server, launch, login, sizes } from "./lib/server.mjs";
import { routes } from "./routes.mjs";

const [folder = "build/web-shots", build = "build", word = ""] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const server = new Server(build);
const browser = await launch();
try {
  await server.start();
  for (const [size, options] of Object.entries(sizes))
    for (const colorScheme of ["light", "dark"]) {
      const contexts = new Map();
      for (const r of routes.filter((x) => x.name.includes(word))) {
        if (!contexts.has(r.role)) {
          const c = await browser.newContext({ ...options, colorScheme, locale: "id-ID" });
          if (r.role) await login(server, c, r.role);
          contexts.set(r.role, c);
        }
        const page = await contexts.get(r.role).newPage();
        await page.goto(server.url + r.path);
        await page.waitForSelector(r.ready);
        await page.waitForLoadState("networkidle");
        await page.screenshot({ path: join(folder, `${r.name}-${size}-${colorScheme === "light" ? "terang" : "gelap"}.png`), fullPage: true });
        await page.close();
      }
      for (const c of contexts.values()) await c.close();
    }
  console.log(`pictures in ${folder}`);
} finally {
  await browser.close();
  await server.end();
}
