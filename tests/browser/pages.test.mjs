// Every page in both languages, wide and narrow; what stands around all of them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { NARROW, WIDE, address, examine, reader, settled, sideways } from "./park.mjs";

const PAGES = [
  "/", "/chain", "/opportunities", "/opportunities?kind=extensions", "/opportunities?kind=matches", "/opportunities?kind=vulnerabilities", "/opportunities?kind=byproducts",
  "/gaps/magnesium", "/extensions/ti-ingot-var", "/matches/magnesium", "/projects", "/enterprises", "/candidates", "/service", "/zone", "/data",
  "/data/supplies", "/products", "/products/ti-sponge", "/processes", "/processes/ti-sponge-kroll",
  "/chains", "/chains/zirconium-titanium", "/chains/steel",
  "/discharge", "/discharge/exceedances", "/discharge/permits", "/discharge/transmission", "/discharge/devices",
  "/discharge/outlets/DW001-TY?factor=w01018&with=w00000", "/discharge/outlets/DW001-TY?period=day",
  "/discharge/outlets/DW001-TY/w01018/2026-03-17", "/search?q=%E9%92%9B", "/brief", "/plan", "/plan?scenario=plan-clean",
  "/plan/chain?scenario=plan-base", "/shutdowns", "/shutdowns/91000000MA0D15569J", "/product-space", "/io",
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
}

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
