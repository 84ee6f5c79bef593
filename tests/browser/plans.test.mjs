// Plans: a tighter limit, two scenarios side by side, one that takes long.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { address, examine, reader, settled } from "./park.mjs";

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
