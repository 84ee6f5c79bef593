// The demonstration park, served for the journeys of one file, and a real browser to look at it. Each page that
// a journey meets must raise no console error, ask no other host, and show no serious finding of axe.
import { spawn } from "node:child_process";
import { readFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const root = join(fileURLToPath(import.meta.url), "..", "..", "..");
export const program = process.env.YANLIAN ?? join(root, "target", "debug", "yanlian");
const axe = readFileSync(join(root, "node_modules", "axe-core", "axe.min.js"), "utf8");
export const scratch = mkdtempSync(join(tmpdir(), "yanlian-journeys-"));
export const WIDE = { width: 1440, height: 900 };
export const NARROW = { width: 390, height: 844 };

let server, browser;
// Where the pages are, and where monitors send to.
export let address, monitors;

before(async () => {
  server = spawn(program, ["demo", "--listen", "127.0.0.1:0"], { stdio: ["ignore", "ignore", "pipe"] });
  address = await new Promise((resolve, reject) => {
    let said = "";
    server.stderr.on("data", (chunk) => {
      said += chunk;
      const found = said.match(/(http:\/\/\S+)\s/);
      monitors = said.match(/tcp:\/\/(\S+)/)?.[1];
      if (found) resolve(found[1]);
    });
    server.on("exit", () => reject(new Error(`the demonstration stopped: ${said}`)));
  });
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
  });
});

after(async () => {
  await browser?.close();
  server?.kill();
  rmSync(scratch, { recursive: true, force: true });
});

// A reader with a language, a window and a theme; `troubles` collects what must not happen.
export async function reader({ lang, size = WIDE, theme = "light", scripts = true }) {
  const context = await browser.newContext({ viewport: size, acceptDownloads: true, javaScriptEnabled: scripts });
  await context.addCookies([
    { name: "lang", value: lang, url: address },
    { name: "theme", value: theme, url: address },
  ]);
  const page = await context.newPage();
  const troubles = [];
  page.on("console", (message) => message.type() === "error" && troubles.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => troubles.push(`script: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(address) && !request.url().startsWith("data:")) troubles.push(`other host: ${request.url()}`);
  });
  return { page, troubles, close: () => context.close() };
}

// What scrolls sideways, and axe's serious and critical findings.
export async function examine(page) {
  return [...(await sideways(page)), ...(await accessible(page))];
}

// A page that is wider than its window.
export async function sideways(page) {
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  return wider > 0 ? [`${new URL(page.url()).pathname}: scrolls sideways by ${wider} px`] : [];
}

async function accessible(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() =>
    globalThis.axe.run({ resultTypes: ["violations"] }).then(({ violations }) =>
      violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`),
    ),
  );
  return found.map((what) => `${new URL(page.url()).pathname}: ${what}`);
}

// A plan that is being worked out shows how far it is and comes back by itself.
export async function settled(page) {
  const still = () => document.readyState === "complete" && !document.querySelector(".progress-panel");
  await page.waitForFunction(still, null, { timeout: 120_000, polling: 250 });
}
