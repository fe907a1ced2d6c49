// The first visit on a weak network and a slow phone: 400 kbit/s, 400 ms, a CPU of a quarter; the middle of three.
const middle = (x) => x.sort((a, b) => a - b)[Math.floor(x.length / 2)];

export default async function (s) {
  await s.case("first visit on a weak network", async () => {
    const paint = [], usable = [], bytes = [];
    for (let i = 0; i < 3; i++) {
      const c = await s.context(null, { size: "ponsel" });
      const page = await s.page(c);
      const cdp = await c.newCDPSession(page);
      let n = 0;
      await cdp.send("Network.enable");
      await cdp.send("Network.emulateNetworkConditions", { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 });
      await cdp.send("Emulation.setCPUThrottlingRate", { rate: 4 });
      cdp.on("Network.loadingFinished", (e) => (n += e.encodedDataLength));
      const started = Date.now();
      await page.goto(s.server.url, { waitUntil: "commit" });
      await page.getByLabel("NIP atau nama akun").waitFor();
      usable.push(Date.now() - started);
      await page.waitForLoadState("networkidle");
      paint.push(await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Infinity));
      bytes.push(n);
      s.quiet("weak network", page);
      await c.close();
    }
    const [p, u, b] = [middle(paint), middle(usable), middle(bytes)];
    console.log(`     first paint ${Math.round(p)} ms, usable ${u} ms, ${(b / 1024).toFixed(1)} KiB over the wire`);
    s.row("first paint within 2.5 s", p <= 2500, paint.join());
    s.row("usable within 4.5 s", u <= 4500, usable.join());
    s.row("80 KiB over the wire", b <= 80 * 1024, bytes.join());
  });
}
