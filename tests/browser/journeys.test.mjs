// Journeys in a real browser over the demonstration park, in both languages. Each page that a journey
// meets must raise no console error, ask no other host, and show no serious finding of axe.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { readFileSync, writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = join(fileURLToPath(import.meta.url), "..", "..", "..");
const program = process.env.YANLIAN ?? join(root, "target", "debug", "yanlian");
const axe = readFileSync(join(root, "node_modules", "axe-core", "axe.min.js"), "utf8");
const scratch = mkdtempSync(join(tmpdir(), "yanlian-journeys-"));
const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };

let server, browser, address, monitors;

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
async function reader({ lang, size = WIDE, theme = "light", scripts = true }) {
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
async function examine(page) {
  return [...(await sideways(page)), ...(await accessible(page))];
}

// A page that is wider than its window.
async function sideways(page) {
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
async function settled(page) {
  const still = () => document.readyState === "complete" && !document.querySelector(".progress-panel");
  await page.waitForFunction(still, null, { timeout: 120_000, polling: 250 });
}

const PAGES = [
  "/", "/chain", "/opportunities", "/opportunities?kind=steps", "/opportunities?kind=matches", "/opportunities?kind=weak", "/opportunities?kind=byproducts",
  "/gaps/magnesium", "/next-steps/ti-ingot-var", "/matches/magnesium", "/projects", "/enterprises", "/candidates", "/service", "/zone", "/data",
  "/data/supplies", "/products", "/products/ti-sponge", "/processes", "/processes/ti-sponge-kroll",
  "/chains", "/chains/zirconium-titanium", "/chains/steel",
  "/discharge", "/discharge/exceedances", "/discharge/permits", "/discharge/transmission", "/discharge/devices",
  "/discharge/outlets/DW001-TY?factor=w01018&with=w00000", "/discharge/outlets/DW001-TY?period=day",
  "/discharge/outlets/DW001-TY/w01018/2026-03-17", "/search?q=%E9%92%9B", "/brief", "/plan", "/plan?scenario=plan-clean",
  "/plan/chain?scenario=plan-base", "/stops", "/stops/91000000MA0D15569J", "/product-space", "/io",
];

for (const lang of ["zh", "en"]) {
  for (const [size, theme] of [[WIDE, "dark"], [NARROW, "light"]]) {
    // Axe takes longer than all else, and what it finds is rarely of one language: one of them a window.
    const look = (lang === "zh") === (size === WIDE) ? examine : sideways;
    test(`pages, ${lang}, ${size.width} px, ${theme}`, async () => {
      const { page, troubles, close } = await reader({ lang, size, theme });
      const found = [];
      for (const path of PAGES) {
        const answer = await page.goto(address + path);
        assert.equal(answer.status(), 200, path);
        await settled(page);
        found.push(...(await look(page)));
      }
      assert.deepEqual([...troubles, ...found], []);
      await close();
    });
  }

  test(`from the largest gap to a candidate and the lists, ${lang}`, async () => {
    const { page, troubles, close } = await reader({ lang });
    await page.goto(address);
    const gap = page.locator("section[aria-labelledby=q2] .rows a").first();
    const name = await gap.textContent();
    await gap.click();
    await page.waitForURL("**/gaps/**");
    assert.ok((await page.locator("main").textContent()).includes(name), "the reasoning names the product");
    const figure = page.locator("main .fig").first();
    await figure.click();
    assert.ok(await page.locator(".fig-card:popover-open").isVisible(), "a figure opens");
    await page.keyboard.press("Escape");
    const found = await examine(page);

    await page.locator("main a[href^='/candidates/']").first().click();
    await page.waitForURL("**/candidates/**");
    assert.ok((await page.locator("main a[href^='/gaps/']").count()) > 0, "a candidate says which gap it could fill");
    found.push(...(await examine(page)));

    await page.locator(".rail a[href^='/opportunities']").click();
    await page.waitForURL("**/opportunities**");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.locator("a[href^='/lists.xlsx']").first().click(),
    ]);
    const path = join(scratch, `lists-${lang}.xlsx`);
    await download.saveAs(path);
    assert.equal(readFileSync(path).subarray(0, 2).toString(), "PK", "the lists are a workbook");
    assert.deepEqual([...troubles, ...found], []);
    await close();
  });

  test(`a faulty file is read, mended, imported and undone, ${lang}`, async () => {
    const { page, troubles, close } = await reader({ lang });
    const file = join(scratch, "enterprises.csv");
    const bring = async (text, action) => {
      writeFileSync(file, text);
      await page.goto(`${address}/data`);
      await page.locator("input[type=file][name=files]").setInputFiles(file);
      await page.locator(`button[name=action][value=${action}]`).click();
      await page.waitForURL("**/data/import**");
    };

    await bring("uscc,name,status\n123,甲公司,sleeping\n", "import");
    const told = await page.locator("main").textContent();
    for (const said of ["uscc", "123", "status", "sleeping"]) assert.ok(told.includes(said), `a finding names ${said}`);
    const found = await examine(page);
    // A refused upload answers 422, which the browser also writes to the console.
    const refused = troubles.splice(0).filter((what) => !what.includes("422"));

    await bring("uscc,name,status\n91000000MA0000007C,旅行试验有限公司,active\n", "check");
    await page.locator("form[action^='/data/import/confirm'] button").click();
    await page.waitForURL("**/data/import/confirm**");
    found.push(...(await examine(page)));
    await page.goto(`${address}/enterprises/91000000MA0000007C`);
    assert.ok((await page.locator("h1").textContent()).includes("旅行试验有限公司"));

    await page.goto(`${address}/data`);
    await page.locator("form[action^='/data/undo'] button").first().click();
    await page.waitForURL("**/data/undo**");
    found.push(...(await examine(page)));
    const gone = await page.goto(`${address}/enterprises/91000000MA0000007C`);
    assert.equal(gone.status(), 404);
    const others = troubles.filter((what) => !what.includes("404"));
    assert.deepEqual([...refused, ...others, ...found], []);
    await close();
  });

  // The form of an exceedance, as two people have it before them; what a refusal says to the console is meant.
  const exceedance = "/discharge/outlets/DW001-TY/w01018/2026-03-17";
  const handling = (page) => page.locator("form[action='/discharge/handle']");
  const fill = async (page, fields) => {
    for (const [name, text] of Object.entries(fields)) await handling(page).locator(`[name=${name}]`).fill(text);
  };
  const save = async (page) => {
    const [answer] = await Promise.all([page.waitForNavigation(), handling(page).locator("button").click()]);
    return answer.status();
  };
  const unmeant = ({ troubles }) => troubles.filter((what) => !/ 4(09|22) /.test(what));

  test(`two people on one exceedance, ${lang}`, async () => {
    const [first, second] = [await reader({ lang }), await reader({ lang, size: NARROW })];
    for (const { page } of [first, second]) await page.goto(address + exceedance);
    await fill(second.page, { assigned: `第二组 ${lang}`, cause: `风机故障 ${lang}` });
    await fill(first.page, { assigned: `第一组 ${lang}`, cause: `进水含盐 ${lang}` });
    assert.equal(await save(first.page), 200);
    assert.ok(await first.page.locator(".kept").isVisible(), "it says that it was kept");

    assert.equal(await save(second.page), 409);
    const both = await second.page.locator("main").textContent();
    for (const text of ["第一组", "进水含盐"]) assert.ok(both.includes(`${text} ${lang}`), `theirs: ${text}`);
    assert.equal(await handling(second.page).locator("[name=cause]").inputValue(), `风机故障 ${lang}`);
    const found = await examine(second.page);
    // Both are brought together by hand.
    await fill(second.page, { cause: `进水含盐，风机故障 ${lang}` });
    assert.equal(await save(second.page), 200);
    assert.equal(await handling(second.page).locator("[name=cause]").inputValue(), `进水含盐，风机故障 ${lang}`);
    assert.deepEqual([...unmeant(first), ...unmeant(second), ...found], []);
    await Promise.all([first.close(), second.close()]);
  });

  test(`a faulty form is put right, ${lang}`, async () => {
    const own = await reader({ lang });
    const { page } = own;
    await page.goto(address + exceedance);
    await fill(page, { assigned: "园区生态环境办", measure: "", cause: `原因 ${lang}`, closed: "2026-03-16" });
    assert.equal(await save(page), 422);
    assert.equal(await page.locator(".problems li").count(), 2, "what was done, and the day");
    assert.equal(await handling(page).locator("[name=cause]").inputValue(), `原因 ${lang}`);
    const found = await examine(page);
    await page.locator(".problems a[href='#in-measure']").click();
    await page.keyboard.type("检修风机");
    await fill(page, { closed: "2026-03-19" });
    assert.equal(await save(page), 200);
    assert.ok(await page.locator(".kept").isVisible());
    await fill(page, { closed: "" });
    assert.equal(await save(page), 200);
    assert.equal(await handling(page).locator("[name=closed]").inputValue(), "");
    assert.deepEqual([...unmeant(own), ...found], []);
    await own.close();
  });

  test(`an import while a form is open, ${lang}`, async () => {
    const [officer, clerk] = [await reader({ lang }), await reader({ lang })];
    const bring = async (name, text) => {
      const file = join(scratch, name);
      writeFileSync(file, text);
      await clerk.page.goto(`${address}/data`);
      await clerk.page.locator("input[type=file][name=files]").setInputFiles(file);
      await clerk.page.locator("button[name=action][value=import]").click();
      await clerk.page.waitForURL("**/data/import**");
      assert.ok(await clerk.page.locator("form[action='/data/undo']").isVisible(), "it was imported");
    };
    const { page } = officer;
    await page.goto(address + exceedance);
    await fill(page, { cause: `打开着 ${lang}` });
    await bring("visits.csv", `id,date\nDY-${lang},2026-03-18\n`);
    assert.equal(await save(page), 200, "other records are nobody's concern");

    const row = await page.request.get(`${address}/api/registers/exceedance_handling`);
    const own = JSON.stringify(await row.json()).match(/CB-2026-00[2-9]/)[0];
    await fill(page, { cause: `又打开着 ${lang}` });
    await bring("exceedance_handling.csv", `id,outlet,factor,day,cause\n${own},DW001-TY,w01018,2026-03-17,导入的原因 ${lang}\n`);
    assert.equal(await save(page), 409);
    assert.ok((await page.locator("main").textContent()).includes(`导入的原因 ${lang}`));
    await page.locator("form[action='/discharge/handle'] a.btn").click();
    await page.waitForURL(`**${exceedance}**`);
    assert.equal(await handling(page).locator("[name=cause]").inputValue(), `导入的原因 ${lang}`);
    assert.deepEqual([...unmeant(officer), ...unmeant(clerk)], []);
    await Promise.all([officer.close(), clerk.close()]);
  });
}

for (const lang of ["zh", "en"]) {
  test(`a tighter limit changes the plan, ${lang}`, async () => {
    const { page, troubles, close } = await reader({ lang });
    const answered = async () => {
      await settled(page);
      await page.locator("#curve").waitFor();
    };
    const taken = async () => (await page.locator("section[aria-labelledby=taken] th[scope=row] a").allTextContents()).sort();
    await page.goto(`${address}/opportunities`);
    await page.locator("main a[href^='/plan']").first().click();
    await page.waitForURL("**/plan**");
    await page.locator("nav.filters a[href*='plan-base']").click();
    await page.waitForURL("**scenario=plan-base**");
    await answered();
    const before = await taken();
    assert.ok(before.length > 0, "something is taken");
    const found = await examine(page);

    const cod = page.locator(".slider", { has: page.locator("#limit-cod") });
    const left = await cod.locator(".left").textContent();
    await page.locator("#limit-cod").fill("101500");
    assert.notEqual(await cod.locator(".left").textContent(), left, "what is left follows the limit");
    await page.locator("input[name=name]").fill(`journey ${lang}`);
    await page.locator(".plan-form button.btn-primary").first().click();
    await page.waitForURL("**scenario=plan-*");
    await answered();
    const after = await taken();
    assert.notDeepEqual(after, before, "another choice under a tighter limit");
    assert.equal(await page.locator("#limit-cod").inputValue(), "101500", "the scenario keeps its limit");
    found.push(...(await examine(page)));

    await page.locator("main p.sub a[href*='compare=yes'][href*='plan-base']").click();
    await page.waitForURL("**compare=yes**");
    await answered();
    assert.ok((await page.locator(".plan-results table").first().textContent()).includes(before[0]), "both scenarios stand side by side");
    found.push(...(await examine(page)));

    await page.goto(`${address}/plan?scenario=plan-base`);
    await answered();
    await page.locator("svg.curve a").last().click();
    await page.waitForURL("**bound=**");
    await answered();
    await page.locator("svg.curve a.current").waitFor();
    await page.locator(".trace a").click();
    await page.waitForURL((url) => !url.search.includes("bound"));
    await answered();
    const [workbook] = await Promise.all([page.waitForEvent("download"), page.locator("a[href^='/plan.xlsx']").click()]);
    assert.equal(readFileSync(await workbook.path()).subarray(0, 2).toString(), "PK", "the plan is a workbook");

    await page.locator("a[href^='/plan/chain']").click();
    await page.waitForURL("**/plan/chain**");
    const here = () => page.locator(".legend [data-hide=present] b").textContent();
    const then = await here();
    await page.locator("nav.filters a[href*='today=yes']").click();
    await page.waitForURL("**today=yes**");
    assert.notEqual(await here(), then, "the chain of today is another one");
    assert.deepEqual([...troubles, ...found], []);
    await close();
  });
}

// Saves a scenario that takes the solver a while, and looks at its plan.
async function longPlan(page, name) {
  await page.goto(`${address}/plan?scenario=plan-clean`);
  await page.locator("input[name=years]").fill("10");
  await page.locator("input[name=name]").fill(name);
  await page.locator(".plan-form button.btn-primary").first().click({ noWaitAfter: true });
  await page.waitForURL("**scenario=plan-*", { waitUntil: "commit" });
  await page.locator("#progress").waitFor();
}

test("a long plan tells how far it is on the open page, and is stopped and solved again", async () => {
  const { page, troubles, close } = await reader({ lang: "en" });
  await longPlan(page, "long");
  await page.evaluate(() => (globalThis.sameDocument = true));
  await page.locator("input[name=name]").fill("typed meanwhile");
  const said = await page.locator("#progress").textContent();
  await page.waitForFunction((said) => document.getElementById("progress")?.textContent !== said, said, { timeout: 120_000 });
  assert.ok(await page.evaluate(() => globalThis.sameDocument), "the page was not loaded again");
  assert.equal(await page.locator("input[name=name]").inputValue(), "typed meanwhile");
  // The solver looks up from its work now and then.
  const again = page.locator("form[action='/plan/again'] button");
  await page.locator("form[action='/plan/stop'] button").click();
  await again.waitFor({ timeout: 120_000 });
  await again.click();
  await page.locator("#progress").waitFor();
  await page.locator("form[action='/plan/stop'] button").click();
  await again.waitFor({ timeout: 120_000 });
  assert.deepEqual([...troubles, ...(await examine(page))], []);
  await close();
});

test("without scripts a plan comes back by itself, and is stopped", async () => {
  const { page, close } = await reader({ lang: "zh", scripts: false });
  await longPlan(page, "没有脚本");
  await page.locator("form[action='/plan/stop'] button").click({ noWaitAfter: true });
  await page.locator("form[action='/plan/again']").waitFor({ timeout: 120_000 });
  await page.goto(`${address}/discharge/outlets/DW001-TY`);
  await page.locator("select[name=with]").selectOption("w00000");
  await page.locator("form.filters button").click();
  await page.waitForURL("**with=w00000**");
  assert.equal(await page.locator("svg.series").count(), 2, "two factors are compared");
  await close();
});

// A copy of the demonstration's registers, from which the simulator knows the monitors.
function registers() {
  const data = join(scratch, "registers");
  for (const words of [["--library", "all"], [join(root, "demo")]]) {
    execFileSync(program, ["import", ...words, "--data", data], { stdio: "ignore" });
  }
  return data;
}

// Has the monitors send what they measured between two times, each with a factor far over its limit.
function exceed(data, every, from, to) {
  const words = ["--every", every, "--from", from, "--to-time", to, "--fault", "exceedance=1"];
  execFileSync(program, ["hj212", "simulate", "--to", monitors, "--data", data, ...words], { stdio: "ignore" });
}

test("a value over the limit shows on the open page; an exceedance is dealt with; a day is reviewed", async () => {
  const { page, troubles, close } = await reader({ lang: "zh" });
  await page.goto(`${address}/discharge`);
  const over = page.locator("#outlet-DW001-YH .lines-now .over");
  assert.equal(await over.count(), 0);
  const data = registers();
  // The park's clock starts at 9:30; what is dated more than an hour ahead of it would be no newest reading.
  exceed(data, "30", "2026-03-20T10:25", "2026-03-20T10:26");
  await over.first().waitFor({ timeout: 2000 });

  // The factor is the one that the simulator's seed puts over its limit on that day.
  const ammonia = "/discharge/outlets/DW001-YH/w21003/2026-03-19";
  await page.goto(`${address}${ammonia}`);
  assert.equal(await page.locator("#handling").count(), 0);
  exceed(data, "0", "2026-03-18T23:59", "2026-03-20T01:00");
  await page.locator("#handling").waitFor();
  await page.goto(`${address}/discharge/exceedances`);
  await page.locator(`main a[href*='${ammonia}']`).first().click();
  await page.waitForURL(`**${ammonia}**`);
  const fill = async (fields) => {
    for (const [name, text] of Object.entries(fields)) await page.locator(`form[action='/discharge/handle'] [name=${name}]`).fill(text);
    await Promise.all([page.waitForNavigation(), page.locator("form[action='/discharge/handle'] button").click()]);
  };
  const state = () => page.locator("#handling").textContent();
  assert.match(await state(), /待交办/);
  await fill({ assigned: "园区生态环境办", due: "2026-03-27" });
  assert.match(await state(), /处置中/);
  await fill({ cause: "冷却塔排污并入", measure: "改接回用", closed: "2026-03-20" });
  assert.match(await state(), /已销号/);
  await page.goto(`${address}/discharge/exceedances`);
  assert.match(await page.locator("#tables").textContent(), /冷却塔排污并入/);
  await close();

  const english = await reader({ lang: "en" });
  const day = english.page;
  await day.goto(`${address}/discharge/outlets/DW001-TY/w01018/2026-03-17`);
  assert.match(await day.locator("#verdict").textContent(), /over by/);
  const form = day.locator("form[action='/discharge/review']");
  await form.locator("[name=from]").fill("2026-03-17T00:00");
  await form.locator("[name=to]").fill("2026-03-17T10:00");
  await form.locator("[name=reason]").fill("standard sample failed");
  await Promise.all([day.waitForNavigation(), form.locator("button").click()]);
  const verdict = await day.locator("#verdict").textContent();
  assert.match(verdict, /14 valid hours of 24 due are not enough to judge/);
  assert.match(verdict, /Before the review: over limit, mean 2\d\d, 24 valid hours/);
  assert.match(await day.locator("main").textContent(), /standard sample failed/);
  assert.deepEqual([...troubles, ...english.troubles, ...(await examine(day))], []);
  await english.close();
});

test("a stranger is adopted; a command's life is shown; readings are taken away", async () => {
  const { page, troubles, close } = await reader({ lang: "en" });
  const capture = join(scratch, "stranger.bin");
  const when = ["--from", "2026-03-20T00:00", "--to-time", "2026-03-20T00:10"];
  execFileSync(program, ["hj212", "simulate", "-o", capture, "--devices", "1", ...when], { stdio: "ignore" });
  await page.goto(`${address}/discharge/devices`);
  const [host, port] = monitors.split(":");
  // The line is ended from the other side, without an answer.
  await new Promise((resolve) => connect(Number(port), host).on("error", resolve).on("close", resolve).end(readFileSync(capture)));
  const stranger = page.locator("form.stranger");
  await stranger.waitFor();
  const mn = await stranger.locator("[name=mn]").inputValue();
  const found = await examine(page);
  await stranger.locator("input[name=outlet]").fill("DW001-LD");
  await Promise.all([page.waitForNavigation(), stranger.locator("button.btn-primary").click()]);
  assert.equal(await stranger.count(), 0);
  assert.match(await page.locator("#devices").textContent(), new RegExp(mn));

  const ask = page.locator("form.ask");
  await ask.locator("select[name=mn]").selectOption({ index: 1 });
  await ask.locator("select[name=task]").selectOption("read-time");
  await Promise.all([page.waitForNavigation(), ask.locator("button").click()]);
  const life = page.locator("#commands tbody tr").first();
  await life.filter({ hasText: /accepted 9011.*done 9012/s }).waitFor({ timeout: 60_000 });
  assert.match(await life.textContent(), /its time/);

  await page.goto(`${address}/discharge/outlets/DW001-TY`);
  for (const [kind, begins] of [["csv", "out"], ["parquet", "PAR"]]) {
    const file = await page.request.get(address + (await page.locator(`a[href*='readings.${kind}']`).getAttribute("href")));
    assert.equal((await file.body()).subarray(0, 3).toString(), begins, kind);
  }
  assert.deepEqual([...troubles, ...found], []);
  await close();
});

test("settings, search key and keyboard", async () => {
  const { page, troubles, close } = await reader({ lang: "zh" });
  await page.goto(`${address}/chain`);
  await page.locator("button[name=lang]").click();
  await page.waitForURL("**/chain**");
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  await page.keyboard.press("/");
  await page.keyboard.type("sponge");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/search**");
  assert.ok((await page.locator("main a[href^='/products/ti-sponge']").count()) > 0, "search finds titanium sponge");
  await page.locator("select[name=year]").selectOption("2024");
  await page.waitForURL("**year=2024**");
  assert.deepEqual(troubles, []);
  await close();
});
