// From the largest gap to the lists; files and forms, faulty ones too, and two people at once.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { NARROW, address, examine, reader, scratch } from "./park.mjs";

for (const lang of ["zh", "en"]) {
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
