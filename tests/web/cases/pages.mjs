// Every page of routes.mjs: axe in light and dark, console and policy, no sideways scrolling at 320 px, targets, English.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { routes } from "../routes.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

const small = () => {
  const out = [];
  for (const el of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
    const box = (el.matches("input[type=radio], input[type=checkbox]") ? el.closest("label") ?? el : el).getBoundingClientRect();
    // Links in running text are exempt (WCAG 2.5.8); skip links are off the page.
    if (!box.width || box.bottom < 0 || (el.matches("a") && getComputedStyle(el).display === "inline")) continue;
    if (box.height < 43.5 || box.width < 43.5) out.push(`${el.tagName} "${el.textContent.trim().slice(0, 30)}" ${Math.round(box.width)}×${Math.round(box.height)}`);
  }
  return out;
};

export default async function (s) {
  for (const size of ["meja", "ponsel"])
    await s.case(`pages ${size}`, async () => {
      const contexts = new Map();
      for (const r of routes) {
        if (!contexts.has(r.role)) contexts.set(r.role, await s.context(r.role, { size, colorScheme: "light", bypassCSP: false }));
        const page = await s.page(contexts.get(r.role));
        const name = `${r.name} ${size}`;
        try {
          await page.goto(s.server.url + r.path);
          await page.waitForSelector(r.ready);
          await page.waitForLoadState("networkidle");
          for (const colorScheme of ["light", "dark"]) {
            await page.emulateMedia({ colorScheme });
            await page.evaluate(axe);
            const found = (await page.evaluate((t) => window.axe.run(document, { runOnly: { type: "tag", values: t } }), tags)).violations;
            s.row(`${name} ${colorScheme}: axe`, !found.length, found.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join("; ")}\n${v.nodes[0]?.failureSummary}`).join("\n"));
          }
          s.row(`${name}: one h1, a title`, (await page.locator("h1").count()) === 1 && (await page.title()).includes(" – Tenayan"), await page.title());
          if (size === "ponsel") {
            s.row(`${name}: targets of 44 px`, !(await page.evaluate(small)).length, (await page.evaluate(small)).join("\n"));
            await page.setViewportSize({ width: 320, height: 700 });
            const wide = await page.evaluate(() => document.documentElement.scrollWidth);
            s.row(`${name}: fits 320 px`, wide <= 320, `${wide} px`);
          }
          s.quiet(name, page);
        } catch (e) {
          s.row(`${name} opens`, false, `${e.message}\n${page.complaints.join("\n")}`);
        }
        await page.close();
      }
      for (const c of contexts.values()) await c.close();
    });

  await s.case("pages in English", async () => {
    const c = await s.context("pegawai");
    await c.addInitScript(() => localStorage.setItem("bahasa", "en"));
    for (const r of routes.filter((x) => x.role === "pegawai")) {
      const page = await s.page(c);
      await page.goto(s.server.url + r.path);
      await page.waitForSelector(r.ready);
      s.row(`${r.name}: lang`, (await page.getAttribute("html", "lang")) === "en");
      await page.close();
    }
    await c.close();
  });
}
