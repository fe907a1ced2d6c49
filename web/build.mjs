// Bundles the application: node build.mjs OUT VERSION (through web/build).
// OUT/aset/NAME-HASH.{js,css}, each with .gz and .br beside it where that is smaller; OUT/index.html, sw.js and what
// lies in public/; OUT/daftar.json, which the tests read: the files of the entry and of each screen with their sizes.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync, copyFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import zlib from "node:zlib";
import esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const [out, version] = process.argv.slice(2);
rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "aset"), { recursive: true });

const common = {
  bundle: true,
  minify: true,
  charset: "utf8",
  target: ["es2021", "chrome92", "firefox90", "safari15.4"],
  define: { VERSI: JSON.stringify(version) },
  logLevel: "warning",
};
const built = await esbuild.build({
  ...common,
  absWorkingDir: here,
  entryPoints: { aplikasi: "src/app.tsx", gaya: "src/style/style.css" },
  outdir: join(out, "aset"),
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  format: "esm",
  splitting: true,
  jsx: "automatic",
  jsxImportSource: "preact",
  metafile: true,
});

// What the metafile says, by file name in aset/.
const files = {};
for (const [path, f] of Object.entries(built.metafile.outputs)) files[basename(path)] = f;
const names = Object.keys(files);
const named = (word) => names.find((n) => n.startsWith(word + "-"));
const entry = named("aplikasi");
const css = names.find((n) => n.endsWith(".css"));

/** A file and all that it imports at once; with `lazy`, the files that it imports later. */
const closure = (name, seen = new Set()) => {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const i of files[name].imports) if (i.kind === "import-statement") closure(basename(i.path), seen);
  return seen;
};
const first = [...closure(entry)];
const screens = {};
for (const n of names) {
  const from = files[n].entryPoint;
  const screen = from && /^src\/screens\/(.+?)(\/index)?\.tsx$/.exec(from);
  if (screen) screens[screen[1]] = [...closure(n)].filter((f) => !first.includes(f));
}

const text = (name) => readFileSync(join(here, name), "utf8");
const fill = (s, values) => s.replace(/%(\w+)%/g, (all, k) => values[k] ?? all);
writeFileSync(
  join(out, "index.html"),
  fill(text("src/index.html"), {
    GAYA: css,
    APLIKASI: entry,
    DAHULU: first.filter((f) => f !== entry).map((f) => `<link rel="modulepreload" href="/aset/${f}">`).join("\n"),
  }),
);
await esbuild.build({
  ...common,
  absWorkingDir: here,
  entryPoints: ["src/sw.ts"],
  outfile: join(out, "sw.js"),
  format: "iife",
  define: { ...common.define, KERANGKA: JSON.stringify(["/", "/tema.css", "/ikon.svg", ...[css, ...first].map((f) => "/aset/" + f)]),
            LAYAR: JSON.stringify(names.filter((f) => f !== css && !first.includes(f)).map((f) => "/aset/" + f)) },
});
for (const name of readdirSync(join(here, "public"))) copyFileSync(join(here, "public", name), join(out, name));

// Compressed forms, and the list.
const sizes = {};
for (const path of [...names.map((n) => "aset/" + n), "index.html", "sw.js", ...readdirSync(join(here, "public"))]) {
  const raw = readFileSync(join(out, path));
  const gz = zlib.gzipSync(raw, { level: 9 });
  const br = zlib.brotliCompressSync(raw, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11 } });
  if (gz.length < raw.length) writeFileSync(join(out, path + ".gz"), gz);
  if (br.length < raw.length) writeFileSync(join(out, path + ".br"), br);
  sizes[path] = { raw: raw.length, gz: Math.min(gz.length, raw.length) };
}
writeFileSync(join(out, "daftar.json"), JSON.stringify({ version, entry, css, first, screens, sizes }, null, 1) + "\n");
