// What needs no browser: types, texts, rules of the source, budgets.
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { routes } from "../routes.mjs";

const KIB = 1024;

function sources(dir) {
  return readdirSync(dir, { withFileTypes: true }).flatMap((e) => e.isDirectory() ? sources(join(dir, e.name)) : [join(dir, e.name)]);
}

export default async function (s) {
  const web = join(s.root, "web");
  const files = sources(join(web, "src")).map((f) => [f.slice(web.length + 1), readFileSync(f, "utf8")]);

  await s.case("types", () => {
    const r = spawnSync(join(web, "node_modules/.bin/tsc"), ["--noEmit", "-p", web], { encoding: "utf8" });
    s.row("tsc finds nothing", r.status === 0, r.stdout + r.stderr);
  });

  await s.case("texts", () => {
    // Every table, key by key: both languages, and the same {names} in both. Keys that are asked for and are not there
    // are faults of types above.
    let n = 0;
    for (const [name, text] of files)
      for (const [, table] of text.matchAll(/kamus\(\{([\s\S]*?)\n\}\)/g))
        for (const [line, key, id, en] of table.matchAll(/(\w+): \{ id: "((?:[^"\\]|\\.)*)", en: "((?:[^"\\]|\\.)*)" \}/g)) {
          const holes = (x) => [...x.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort().join();
          n++;
          s.row(`${name} ${key}`, id.trim() && en.trim() && holes(id) === holes(en), line);
        }
    s.row("tables were found", n > 100, n);
    for (const [name, text] of files.filter(([f]) => f.endsWith(".tsx"))) {
      const loose = [...text.matchAll(/>\s*([A-Z][a-z]{2,}[^<>{}\n]*)<\//g)].map((m) => m[1]).filter((x) => x !== "Tenayan");
      s.row(`${name} has no text outside the tables`, !loose.length, loose.join(" | "));
    }
    const names = ["tanda tangani", "sign here"];
    for (const [name, text] of files) s.row(`${name} keeps the word for certified signatures`, !names.some((w) => text.toLowerCase().includes(w)));
  });

  await s.case("rules", () => {
    for (const [name, text] of files) {
      s.row(`${name} sets no style attribute or markup`, !/\bstyle=|dangerouslySetInnerHTML|innerHTML\s*=|insertAdjacentHTML|\beval\(|new Function/.test(text));
      s.row(`${name} is readable in one sitting`, text.split("\n").length <= 600);
    }
    for (const lock of ["web/package-lock.json", "tests/web/package-lock.json"])
      s.row(`${lock} names no registry`, !/https?:\/\/(?!(github\.com|opencollective\.com|feross\.org|tidelift\.com|www\.patreon\.com))/.test(readFileSync(join(s.root, lock), "utf8").replace(/"url": "[^"]*"/g, "")));
    const table = readFileSync(join(web, "src/core/routes.ts"), "utf8");
    for (const [, path] of table.matchAll(/\{ path: "([^"]+)"/g))
      s.row(`${path} is in tests/web/routes.mjs`, routes.some((r) => r.route === path));
  });

  await s.case("budgets", () => {
    const d = JSON.parse(readFileSync(join(s.build, "web/daftar.json"), "utf8"));
    const gz = (names) => names.reduce((n, f) => n + d.sizes["aset/" + f].gz, 0);
    const within = (name, n, max) => s.row(`${name} within ${max} KiB`, n <= max * KIB, `${(n / KIB).toFixed(1)} KiB`) && console.log(`     ${name}: ${(n / KIB).toFixed(1)} of ${max} KiB`);
    within("entry", gz(d.first), 40);
    within("style", gz([d.css]), 12);
    for (const [name, f] of Object.entries(d.screens)) within(`screen ${name}`, gz(f), name === "plugin/editor" ? 130 : 25);
    within("first visit", gz([...d.first, d.css]) + d.sizes["index.html"].gz + d.sizes["ikon.svg"].gz, 80);
  });

  await s.case("reading what people type", () => {
    const script = `
      import { bacaAngka } from ${JSON.stringify(join(web, "src/core/i18n.ts"))};
      import { bacaTanggal } from ${JSON.stringify(join(web, "src/parts/fields.tsx"))};
      import { baca, ketikan } from ${JSON.stringify(join(web, "src/core/schema.ts"))};
      const rows = [["1.234,5",1234.5],["1234.5",1234.5],["1234,5",1234.5],["1.234",1234],["1.234.567",1234567],["0.125",0.125],["12.5",12.5],["1,234,567.5",1234567.5],
        ["1 234,5",1234.5],["-3,5",-3.5],["−3",-3],["+7",7],["",NaN],["abc",NaN],["12a",NaN],["1,2,3.4.5",NaN],[",5",0.5],["1e5",NaN],["9".repeat(400),Infinity]];
      const out = rows.map(([s, want]) => ["angka " + s.slice(0, 12), Object.is(bacaAngka(s), want), bacaAngka(s)]);
      for (const [t, want] of [["2026-11-24","2026-11-24"],["2026-2-3","2026-02-03"],["2026-02-30",null],["--",""],["",""],["26-11-24",null],["2024-02-29","2024-02-29"],["2026-13-01",null]])
        out.push(["tanggal " + t, bacaTanggal(t) === want, bacaTanggal(t)]);
      const skema = { type: "object", properties: { n: { type: "integer", minimum: 0, maximum: 10, title: "Jumlah" }, s: { type: "string", maxLength: 5 }, d: { type: "string", format: "date" },
        e: { enum: ["a", "b"] }, l: { type: "array", items: { type: "number" }, minItems: 1 }, b: { type: "boolean" } } };
      const ask = (k) => { const salah = {}; const v = baca(skema, { ...ketikan(skema, {}), ...k }, "", "", true, salah); return [v, Object.keys(salah).sort().join()]; };
      out.push(["kosong", ask({})[1] === "/d,/e,/l,/n,/s", ask({})]);
      out.push(["salah", ask({ n: "11", s: "abcdef", d: "2026-02-30", e: "a", l: ["x"] })[1] === "/d,/l/0,/n,/s", ask({ n: "11", s: "abcdef", d: "2026-02-30", e: "a", l: ["x"] })]);
      out.push(["pecahan", ask({ n: "1,5", s: "ab", d: "2026-1-2", e: "a", l: ["1"] })[1] === "/n", 0]);
      const [v, none] = ask({ n: "7", s: " ab ", d: "2026-1-2", e: "b", l: ["1,5", "2"], b: true });
      out.push(["benar", none === "" && JSON.stringify(v) === JSON.stringify({ n: 7, s: "ab", d: "2026-01-02", e: "b", l: [1.5, 2], b: true }), JSON.stringify(v)]);
      console.log(JSON.stringify(out));`;
    const code = execFileSync(join(web, "node_modules/.bin/esbuild"), ["--bundle", "--format=esm", "--platform=node", "--jsx=automatic", "--jsx-import-source=preact",
      "--banner:js=globalThis.document={documentElement:{dataset:{}}};globalThis.addEventListener??=()=>{};globalThis.window=globalThis;globalThis.localStorage={getItem(){return null}};"],
      { input: script, cwd: web, encoding: "utf8" });
    for (const [name, ok, got] of JSON.parse(execFileSync(process.execPath, ["--input-type=module"], { input: code, encoding: "utf8" }).trim())) s.row(name, ok, JSON.stringify(got));
  });
}
