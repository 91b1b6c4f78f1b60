import assert from "node:assert/strict";
import axe from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { openChromium } from "./chromium";
import { writeSampleReport } from "./sample-report";

type Violation = { id: string; help: string; nodes: { target: unknown[] }[] };

/** How people look at the page. */
const looks: { name: string; options: BrowserContextOptions }[] = [
  { name: "light", options: { colorScheme: "light", viewport: { width: 1200, height: 900 } } },
  { name: "dark", options: { colorScheme: "dark", viewport: { width: 1200, height: 900 } } },
  {
    name: "on a phone",
    options: { colorScheme: "light", viewport: { width: 360, height: 740 }, isMobile: true },
  },
  {
    name: "dark on a phone",
    options: { colorScheme: "dark", viewport: { width: 360, height: 740 }, isMobile: true },
  },
];

describe("the report in a browser", function () {
  this.timeout(30_000);
  let browser: Browser | undefined;
  let sample: Awaited<ReturnType<typeof writeSampleReport>> | undefined;

  before(async () => {
    browser = await openChromium();
    sample = await writeSampleReport();
  });

  after(async () => {
    await sample?.remove();
    await browser?.close();
  });

  /** Opens the page and fails on whatever it asks of a network, or complains about. */
  async function open(options: BrowserContextOptions): Promise<Page> {
    assert.ok(browser !== undefined && sample !== undefined);
    const { url } = sample;
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const trouble: string[] = [];
    page.on("request", (request) => {
      if (request.url() !== url) trouble.push(`asks for ${request.url()}`);
    });
    page.on("console", (message) => trouble.push(`says ${message.text()}`));
    page.on("pageerror", (error) => trouble.push(`throws ${error.message}`));
    await page.goto(url);
    assert.deepEqual(trouble, []);
    return page;
  }

  for (const { name, options } of looks) {
    it(`has no accessibility violation, contrast included, ${name}`, async () => {
      const page = await open(options);

      await page.evaluate(axe.source);
      const violations = await page.evaluate<Violation[]>(
        "axe.run(document, { resultTypes: ['violations'] }).then((results) => results.violations)",
      );

      assert.deepEqual(
        violations.map(({ id, help, nodes }) => `${id}: ${help} (${JSON.stringify(nodes[0]?.target)})`),
        [],
      );
      await page.context().close();
    });

    it(`never scrolls sideways as a whole ${name}`, async () => {
      const page = await open(options);

      const widths = await page.evaluate<[number, number]>(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]",
      );

      assert.equal(widths[0], widths[1]);
      await page.context().close();
    });
  }

  it("is dark where dark is preferred and light where light is", async () => {
    const page = await open({ colorScheme: "dark" });
    const ground = "getComputedStyle(document.body).backgroundColor";

    const dark = await page.evaluate(ground);
    await page.emulateMedia({ colorScheme: "light" });
    const light = await page.evaluate(ground);

    assert.equal(dark, "rgb(18, 22, 28)");
    assert.equal(light, "rgb(247, 247, 245)");
    await page.context().close();
  });

  it("leads by keyboard from a setting in the chart to its sentence, and from a verdict to its row in the table", async () => {
    const page = await open({});

    const names: string[] = [];
    const target = (): Promise<string> =>
      page.evaluate("document.querySelector(':target').innerText.replace(/\\s+/g, ' ')");
    const tab = async (): Promise<void> => {
      await page.keyboard.press("Tab");
      names.push(
        await page.evaluate<string>(
          "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent",
        ),
      );
    };
    for (let presses = 0; presses < 3; presses += 1) await tab();
    await page.keyboard.press("Enter");
    const sentence = await target();
    // From there on, the charts' links again.
    await page.focus("#verdicts .verdict-chart a.bad");
    await tab();
    await page.keyboard.press("Enter");

    assert.deepEqual(names, [
      "Skip to the changes",
      "X-Ray's default encryption, by AWS Config's record, from 2026-01-05 09:01:00Z for 1 day 59 minutes",
      "key 11111111-1111-1111-1111-111111111111, by CloudTrail's calls, from 2026-01-06 10:00:00Z for 23 hours 59 minutes",
      "compliant from 2026-01-06 10:01:05Z for 1 day",
    ]);
    assert.match(sentence, /^While it was key 11111111-\S+ \(2026-01-06 10:00:00Z to 2026-01-07 09:59:00Z/);
    assert.equal(await target(), "2026-01-06 10:01:05Z 2026-01-07 10:01:05Z 1 day ✓ compliant");
    await page.context().close();
  });

  it("tells verdicts apart by pattern and by words, not by color alone", async () => {
    const page = await open({ viewport: { width: 1200, height: 900 } });

    const periods = await page.evaluate<[string, string][]>(
      `[...document.querySelectorAll("#verdicts .verdict-chart a:not(.setting)")].map((link) => [link.querySelector("rect").getAttribute("fill"), link.querySelector("title").textContent.split(",")[0]])`,
    );

    assert.deepEqual(
      new Set(periods.map((pair) => pair.join(" "))),
      new Set([
        "url(#fill-none) no verdict known",
        "url(#fill-bad) not compliant",
        "url(#fill-ok) compliant",
      ]),
    );
    await page.context().close();
  });

  it("shows everything on paper, on light ground", async () => {
    const page = await open({ colorScheme: "dark" });
    await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = false; })");

    await page.emulateMedia({ media: "print", colorScheme: "light" });

    const height = await page.evaluate(
      "document.querySelector('details table').getBoundingClientRect().height",
    );
    assert.ok(Number(height) > 100, `a closed table is ${String(height)} high in print`);
    assert.equal(
      await page.evaluate("getComputedStyle(document.body).backgroundColor"),
      "rgb(255, 255, 255)",
    );
    await page.context().close();
  });
});
