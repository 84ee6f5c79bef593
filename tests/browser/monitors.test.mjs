// What monitors send, on the open page; what people do about it, and what they ask of monitors.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { address, examine, monitors, program, reader, root, scratch } from "./park.mjs";

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

test("an unregistered device is adopted; a command's life is shown; readings are taken away", async () => {
  const { page, troubles, close } = await reader({ lang: "en" });
  const capture = join(scratch, "device.bin");
  const when = ["--from", "2026-03-20T00:00", "--to-time", "2026-03-20T00:10"];
  execFileSync(program, ["hj212", "simulate", "-o", capture, "--devices", "1", ...when], { stdio: "ignore" });
  await page.goto(`${address}/discharge/devices`);
  const [host, port] = monitors.split(":");
  // The line is ended from the other side, without an answer.
  await new Promise((resolve) => connect(Number(port), host).on("error", resolve).on("close", resolve).end(readFileSync(capture)));
  const device = page.locator("form.device");
  await device.waitFor();
  const mn = await device.locator("[name=mn]").inputValue();
  const found = await examine(page);
  await device.locator("input[name=outlet]").fill("DW001-LD");
  await Promise.all([page.waitForNavigation(), device.locator("button.btn-primary").click()]);
  assert.equal(await device.count(), 0);
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
