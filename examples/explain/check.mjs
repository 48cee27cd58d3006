// Opens reports in a headless Chromium and uses them: node examples/explain/check.mjs [--shots DIR]
// Needs Chromium (CHROMIUM names it if it is not on the path) and says so when there is none. No npm packages.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const SHOTS = process.argv.includes("--shots") ? process.argv[process.argv.indexOf("--shots") + 1] : null;
const PHONE = { width: 360, height: 740, deviceScaleFactor: 1, mobile: true };
const DESK = { width: 1280, height: 900, deviceScaleFactor: 1, mobile: false };
const FLAGS =
  "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking " +
  "--disable-component-update --disable-sync --hide-scrollbars --remote-debugging-pipe about:blank";

function chromium() {
  const names = process.env.CHROMIUM ? [process.env.CHROMIUM] : ["chromium", "chromium-browser", "google-chrome"];
  for (const name of names) {
    try {
      execFileSync(name, ["--version"], { stdio: "ignore" });
      return name;
    } catch {
      // Not this one.
    }
  }
  return null;
}

// A browser at the other end of two pipes: commands with answers, and events.
class Browser {
  constructor(name, folder) {
    const flags = [`--user-data-dir=${folder}`, ...FLAGS.split(" ")];
    this.process = spawn(name, flags, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
    this.waiting = new Map();
    this.events = [];
    this.last = 0;
    let text = "";
    this.process.stdio[4].on("data", (bytes) => {
      const parts = (text + bytes).split("\0");
      text = parts.pop();
      for (const part of parts) this.receive(JSON.parse(part));
    });
  }

  receive(message) {
    if (!message.id) this.events.push(message);
    const waiting = this.waiting.get(message.id);
    if (message.error) waiting?.reject(new Error(message.error.message));
    else waiting?.resolve(message.result);
  }

  send(method, params = {}) {
    const id = ++this.last;
    this.process.stdio[3].write(JSON.stringify({ id, method, params, sessionId: this.session }) + "\0");
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
  }

  async open(file) {
    this.session = undefined;
    const { targetId } = await this.send("Target.createTarget", { url: "about:blank" });
    this.session = (await this.send("Target.attachToTarget", { targetId, flatten: true })).sessionId;
    for (const domain of ["Page", "Runtime", "Network", "Log"]) await this.send(`${domain}.enable`);
    await this.look(DESK, "light");
    this.events = [];
    await this.send("Page.navigate", { url: pathToFileURL(file).href });
    while (!this.events.some(({ method }) => method === "Page.loadEventFired")) await pause(50);
  }

  async look(size, scheme) {
    await this.send("Emulation.setDeviceMetricsOverride", size);
    await this.send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
    await pause(150);
  }

  // The value of an expression in the page.
  async ask(expression) {
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", {
      expression,
      returnByValue: true,
      awaitPromise: true,
    });
    assert.equal(exceptionDetails, undefined, JSON.stringify(exceptionDetails));
    return result.value;
  }

  async press(key, code = key, text) {
    const codes = { Enter: 13, Escape: 27, End: 35, Home: 36, ArrowLeft: 37, ArrowUp: 38, ArrowRight: 39, ArrowDown: 40 };
    const event = { key, code, text, windowsVirtualKeyCode: codes[key] };
    await this.send("Input.dispatchKeyEvent", { type: "keyDown", ...event });
    await this.send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
    await pause(50);
  }

  async mouse(type, x, y) {
    await this.send("Input.dispatchMouseEvent", { type, x, y, button: "left", buttons: 1, clickCount: 1 });
  }

  async click(selector) {
    const { x, y } = await this.ask(`(() => {
      const element = document.querySelector(${JSON.stringify(selector)});
      element.scrollIntoView({ block: "center" });
      const box = element.getBoundingClientRect();
      return { x: box.x + box.width / 2, y: box.y + Math.min(box.height / 2, 20) };
    })()`);
    await this.mouse("mousePressed", x, y);
    await this.mouse("mouseReleased", x, y);
    await pause(80);
  }

  async shoot(name) {
    if (!SHOTS) return;
    // When colours have stopped changing.
    await pause(250);
    const { data } = await this.send("Page.captureScreenshot", { format: "png" });
    writeFileSync(join(SHOTS, `${name}.png`), Buffer.from(data, "base64"));
  }

  // What the page fetched; what its policy kept it from fetching is announced too, and then said to be blocked.
  fetched() {
    const of = (name) => this.events.filter(({ method }) => method === `Network.${name}`).map(({ params }) => params);
    const blocked = new Set(of("loadingFailed").flatMap((failed) => (failed.blockedReason === "csp" ? [failed.requestId] : [])));
    const sent = of("requestWillBeSent").filter(({ requestId }) => !blocked.has(requestId));
    return sent.map(({ request }) => request.url).filter((url) => !/^(file|data|about):/.test(url));
  }

  complaints() {
    const kinds = ["Runtime.exceptionThrown", "Log.entryAdded", "Page.javascriptDialogOpening"];
    return this.events.filter(({ method }) => kinds.includes(method)).map(({ params }) => JSON.stringify(params));
  }
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function report(name, folder) {
  const out = join(folder, name);
  const example = ["run", "--quiet", "--release", "--example", "explain", "--", join(HERE, name), "--out", out];
  execFileSync("cargo", example, { cwd: join(HERE, "../.."), stdio: ["ignore", "inherit", "inherit"] });
  return out;
}

const DATA = `JSON.parse(document.getElementById("data").textContent)`;
const KEPT = `Array.from(document.querySelectorAll("#list > .kept"), (line) => Number(line.dataset.number))`;

async function checkList(browser) {
  const data = await browser.ask(DATA);
  const main = data.blocks.flatMap((block, number) => (block.main ? [number] : []));
  assert.deepEqual(await browser.ask(KEPT), main, "the page keeps what the library keeps");
  const f1 = await browser.ask(`document.querySelector("#f1 dd").textContent`);
  assert.ok(Math.abs(f1 - data.confidence) < 0.00051, `${f1} is not ${data.confidence}`);
  await browser.shoot("blocks-light");

  await browser.click("#list > .kept:nth-child(n + 9)");
  assert.equal(await browser.ask(`document.querySelectorAll("#list [aria-selected=true]").length`), 1);
  await browser.ask("scrollTo(0, 0)");
  await browser.shoot("why-light");
  for (const { why } of data.blocks) {
    const sum = [...why.listed.map(([, , amount]) => amount), ...why.others.map(({ log_odds }) => log_odds)];
    assert.equal(sum.reduce((a, b) => a + b, why.base), why.score, "the parts add up");
  }
  const [first, second] = await browser.ask(`(() => {
    const amounts = Array.from(document.querySelectorAll(".parts .amount"), (part) => part.textContent.replace("−", "-"));
    const score = Number(amounts.pop());
    return [amounts.reduce((sum, amount) => sum + Number(amount), 0), score];
  })()`);
  assert.ok(Math.abs(first - second) < 0.1, "what is shown adds up, rounding apart");

  await browser.press("Escape");
  assert.equal(await browser.ask(`document.querySelectorAll("[aria-selected=true][data-number]").length`), 0);
  await browser.press("Home");
  await browser.press("ArrowDown");
  await browser.press("Enter");
  assert.equal(await browser.ask(`document.querySelector("#list [aria-selected=true]").dataset.number`), "1");
  await browser.press("ArrowDown");
  assert.equal(await browser.ask(`document.activeElement.dataset.number`), "2");
  assert.equal(await browser.ask(`document.querySelector("#list [aria-selected=true]").dataset.number`), "2");
  await browser.click("#why .close");
}

async function checkDial(browser) {
  const counts = [];
  for (const name of ["precision", "balanced", "recall"]) {
    await browser.click(`#ticks [data-name=${name}]`);
    counts.push((await browser.ask(KEPT)).length);
  }
  assert.ok(counts[0] <= counts[1] && counts[1] <= counts[2] && counts[0] < counts[2], `${counts}`);
  // By mouse to the far left, then by key.
  const box = await browser.ask(`document.getElementById("dial").getBoundingClientRect().toJSON()`);
  const y = box.y + box.height / 2;
  await browser.mouse("mousePressed", box.x + box.width * 0.75, y);
  for (const share of [0.6, 0.3, 0.01]) await browser.mouse("mouseMoved", box.x + box.width * share, y);
  await browser.mouse("mouseReleased", box.x + box.width * 0.01, y);
  await pause(80);
  assert.ok((await browser.ask(KEPT)).length <= counts[0]);
  const before = await browser.ask(`document.getElementById("dial").getAttribute("aria-valuetext")`);
  await browser.press("ArrowRight");
  assert.notEqual(await browser.ask(`document.getElementById("dial").getAttribute("aria-valuetext")`), before);
  await browser.click(`#ticks [data-name=balanced]`);
}

async function checkOriginal(browser) {
  await browser.click("#tab-original");
  await browser.ask("scrollTo(0, 0)");
  // Every block has its place, and what stands at its path is what it says.
  const wrong = await browser.ask(`(() => {
    const squeezed = (text) => text.replace(/\\s+/g, "");
    const page = document.getElementById("frame").contentDocument;
    return ${DATA}.blocks.filter((block, number) => {
      const element = page.querySelector(block.path);
      return !document.querySelector('#overlay [data-number="' + number + '"]') || !element ||
        !squeezed(element.textContent).includes(squeezed(block.text));
    }).map((block) => block.path);
  })()`);
  assert.deepEqual(wrong, []);
  await browser.shoot("page-light");
  await browser.click("#overlay > .kept:nth-of-type(n + 10)");
  assert.equal(await browser.ask(`document.querySelector("#why .head") !== null`), true);
  await browser.press("ArrowDown");
  await browser.shoot("page-why-light");
  await browser.look(DESK, "dark");
  await browser.shoot("page-dark");
  await browser.press("Escape");
  await browser.click("#tab-blocks");
  await browser.ask("scrollTo(0, 0)");
  await browser.shoot("blocks-dark");
}

async function checkPhone(browser) {
  for (const scheme of ["light", "dark"]) {
    await browser.look(PHONE, scheme);
    for (const view of ["original", "blocks"]) {
      await browser.click(`#tab-${view}`);
      await browser.ask("scrollTo(0, 0)");
      assert.ok((await browser.ask("document.documentElement.scrollWidth")) <= PHONE.width, `${view} is too wide`);
      await browser.shoot(`${view}-phone-${scheme}`);
    }
    await browser.click("#list > .kept:nth-child(n + 9)");
    assert.ok((await browser.ask("document.documentElement.scrollWidth")) <= PHONE.width, "the panel is too wide");
    await pause(80);
    const [bar, line, why] = await browser.ask(`["#top", "#list [aria-selected=true] .text", "#why"].map((name) =>
      document.querySelector(name).getBoundingClientRect().toJSON())`);
    assert.ok(line.top >= bar.bottom - 1 && line.top + 24 <= why.top, "the block that is asked about can be seen");
    await browser.shoot(`why-phone-${scheme}`);
    await browser.click("#why .close");
  }
}

async function checkHostile(browser) {
  await browser.click("#tab-original");
  await pause(500);
  assert.equal(await browser.ask("typeof pwned"), "undefined");
  assert.equal(await browser.ask(`typeof document.getElementById("frame").contentWindow.pwned`), "undefined");
  assert.equal(await browser.ask(`document.querySelectorAll("script").length`), 2);
  assert.equal(await browser.ask(`document.querySelectorAll("#list > .block").length`), (await browser.ask(DATA)).blocks.length);
  const frame = `document.getElementById("frame").contentDocument`;
  assert.ok((await browser.ask(`${frame}.querySelectorAll("p").length`)) > 5, "the page is on show");
  assert.equal(await browser.ask(`${frame}.querySelector("script, iframe, meta, link, base, template, embed")?.attributes.length`), 0);
  assert.equal(await browser.ask(`document.querySelectorAll("#overlay > .region").length > 5`), true);
  await browser.shoot("hostile");
}

const name = chromium();
if (!name) {
  console.log("skipped: there is no Chromium; install it, or name it in CHROMIUM");
  process.exit(0);
}
const folder = mkdtempSync(join(tmpdir(), "explain-"));
if (SHOTS) mkdirSync(SHOTS, { recursive: true });
const browser = new Browser(name, join(folder, "profile"));
try {
  const checks = { "page.html": [checkList, checkDial, checkOriginal, checkPhone], "hostile.html": [checkHostile] };
  for (const [page, steps] of Object.entries(checks)) {
    const file = report(page, folder);
    await browser.open(file);
    for (const step of steps) {
      await step(browser);
      console.log(`ok: ${page}, ${step.name}`);
    }
    assert.deepEqual(browser.fetched(), [], "nothing is fetched");
    const dialogs = browser.complaints();
    if (page === "page.html") assert.deepEqual(dialogs, [], "nothing to complain of");
    console.log(`ok: ${page}, ${Math.round(readFileSync(file).length / 1024)} kB, no request, ${dialogs.length} complaints`);
    for (const complaint of dialogs) console.log(`    ${complaint.slice(0, 160)}`);
  }
} finally {
  const gone = new Promise((resolve) => browser.process.on("exit", resolve));
  browser.process.kill();
  await gone;
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
