import { readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Server, launch } from "./lib/server.mjs";
import { Suite } from "./lib/suite.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const [build, word] = process.argv.slice(2);
const server = new Server(build);
const browser = await launch();
const suite = new Suite(server, browser, word);
suite.build = resolve(build);
suite.root = join(here, "../..");
try {
  await server.start();
  for (const name of readdirSync(join(here, "cases")).sort())
    if (name.endsWith(".mjs")) await (await import(pathToFileURL(join(here, "cases", name)))).default(suite);
} finally {
  await browser.close();
  await server.end();
}
console.log(`web: ${suite.passed} passed, ${suite.failed} failed`);
process.exit(suite.failed || !suite.passed ? 1 : 0);
