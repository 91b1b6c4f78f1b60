import assert from "node:assert/strict";
import axe from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { openChromium } from "./chromium";
import { paperWidth, printed } from "./paper";
import { takePicture } from "./picture";
import { type SampleReport, writeBusyReport, writeSampleAccounts, writeSampleReport } from "./sample-report";

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
  let sample: SampleReport | undefined;
  let busy: SampleReport | undefined;
  let accounts: SampleReport | undefined;

  before(async () => {
    browser = await openChromium();
    sample = await writeSampleReport();
    busy = await writeBusyReport();
    accounts = await writeSampleAccounts();
  });

  after(async () => {
    await sample?.remove();
    await busy?.remove();
    await accounts?.remove();
    await browser?.close();
  });

  /** Opens the page and fails on whatever it asks of a network, or complains about. */
  async function open(options: BrowserContextOptions, report = sample): Promise<Page> {
    assert.ok(browser !== undefined && report !== undefined);
    const { url } = report;
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
    it(`has no accessibility violation, contrast included, ${name}, nor has the page of many accounts`, async () => {
      for (const report of [sample, accounts]) {
        const page = await open(options, report);

        await page.evaluate(axe.source);
        const violations = await page.evaluate<Violation[]>(
          "axe.run(document, { resultTypes: ['violations'] }).then((results) => results.violations)",
        );

        assert.deepEqual(
          violations.map(({ id, help, nodes }) => `${id}: ${help} (${JSON.stringify(nodes[0]?.target)})`),
          [],
        );
        await page.context().close();
      }
    });

    it(`never scrolls sideways as a whole ${name}, nor does the page of many accounts`, async () => {
      for (const report of [sample, accounts]) {
        const page = await open(options, report);

        const widths = await page.evaluate<[number, number]>(
          "[document.documentElement.scrollWidth, document.documentElement.clientWidth]",
        );

        assert.equal(widths[0], widths[1]);
        await page.context().close();
      }
    });
  }

  it("cuts off and hides nothing on a phone that is 360 pixels wide", async () => {
    for (const report of [sample, busy, accounts]) {
      const page = await open({ viewport: { width: 360, height: 740 }, isMobile: true }, report);
      const wide = await open({ viewport: { width: 1200, height: 900 } }, report);

      const hidden = await page.evaluate<string[]>(notWhollyShown);
      const said = await Promise.all([page, wide].map((one) => one.evaluate<string>(words)));

      assert.deepEqual(hidden, []);
      assert.equal(said[0], said[1]);
      await page.context().close();
      await wide.context().close();
    }
  });

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

  it("leads by keyboard from a setting in the chart to the change that made it, and from a verdict to its line", async () => {
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
    // Past the links of the first screen's cards.
    for (let presses = 0; presses < 6; presses += 1) await tab();
    await page.keyboard.press("Enter");
    const change = await target();
    // From there on, the charts' links again.
    await page.focus("#eu-west-1 .verdict-chart a.bad");
    await tab();
    await page.keyboard.press("Enter");

    assert.deepEqual(names, [
      "Skip to the details",
      ...["eu-west-1", "eu-central-1", "us-east-1"],
      "X-Ray's default encryption, by AWS Config's record, from 2026-01-05 09:01:00Z for 1 day 59 minutes",
      "key 11111111-1111-1111-1111-111111111111, by CloudTrail's calls, from 2026-01-06 10:00:00Z for 23 hours 59 minutes",
      "compliant from 2026-01-06 10:01:05Z for 1 day",
    ]);
    assert.match(
      change,
      /^2026-01-06 10:00:00Z the setting changed; .* to 11111111-\S+, until 2026-01-07 09:59:00Z/,
    );
    assert.match(
      await target(),
      /^2026-01-06 10:01:05Z to 2026-01-07 10:01:05Z 1 day ✓ compliant Item \d+: /,
    );
    await page.context().close();
  });

  it("tells verdicts apart by pattern and by words, not by color alone", async () => {
    const page = await open({ viewport: { width: 1200, height: 900 } });

    const periods = await page.evaluate<[string, string][]>(
      `[...document.querySelectorAll("main .verdict-chart a:not(.setting)")].map((link) => [link.querySelector("rect").getAttribute("fill"), link.querySelector("title").textContent.split(",")[0]])`,
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

  it("says on paper what it says on a screen, on light ground", async () => {
    const page = await open({ colorScheme: "dark" });
    const onScreen = await page.evaluate<string>(words);

    await page.emulateMedia({ media: "print", colorScheme: "light" });

    assert.equal(await page.evaluate<string>(words), onScreen);
    assert.equal(
      await page.evaluate("getComputedStyle(document.body).backgroundColor"),
      "rgb(255, 255, 255)",
    );
    await page.context().close();
  });

  it("has three Regions of twelve changes each on at most four pages of paper", async () => {
    const page = await open({}, busy);

    const { pages } = await printed(page);

    assert.equal(await page.locator("li.change .what:has(.until)").count(), 3 * 13);
    assert.ok(pages <= 4, `${pages} pages`);
    await page.context().close();
  });

  for (const [name, which] of [
    ["a few changes", () => sample],
    ["many", () => busy],
  ] as const) {
    it(`leaves no heading alone at the end of a page of paper, with ${name}`, async () => {
      const page = await open({}, which());

      const { pages, columns, alone } = await printed(page);

      assert.deepEqual(alone, []);
      // What was looked at is laid out as what is printed, but for some lines at its end.
      assert.ok(Math.abs(columns - pages) <= 1, `${columns} columns for ${pages} pages`);
      await page.context().close();
    });
  }

  it("is shown in pictures of a desk, a phone and paper", async () => {
    const desk = await open({ viewport: { width: 1100, height: 900 } });
    const phone = await open({ viewport: { width: 360, height: 740 }, isMobile: true });
    const paper = await open({ deviceScaleFactor: 0.75 }, busy);
    await printed(paper);
    await paper.setViewportSize({ width: paperWidth, height: 1060 });

    for (const [name, page] of Object.entries({
      report: desk,
      "report-phone": phone,
      "report-paper": paper,
    })) {
      const bytes = await takePicture(page, name);
      assert.ok(bytes > 10_000 && bytes < 400_000, `${name}: ${bytes} B`);
      await page.context().close();
    }
  });
});

/** The page's words: what is for eyes, without what is for the keyboard or stands across the pages of paper. */
const words = `(() => {
  const gone = [...document.querySelectorAll(".skip, .watermark")];
  for (const one of gone) one.remove();
  return document.body.innerText.replaceAll(/\\s+/g, "").toLowerCase();
})()`;

/** Elements with text that is not wholly shown: they reach beyond the screen or what holds them, or are hidden. */
const notWhollyShown = `[...document.querySelectorAll("body *:not(.skip, style)")].flatMap((one) => {
  const own = [...one.childNodes].filter((node) => node.nodeType === 3 && node.data.trim() !== "");
  if (own.length === 0 || one.closest("title, desc, defs") !== null) return [];
  const range = document.createRange();
  range.selectNodeContents(one);
  const box = range.getBoundingClientRect();
  const holder = one.closest("svg svg")?.getBoundingClientRect() ?? { left: 0, right: innerWidth };
  const isShown = box.width > 0 && box.height > 0 && box.left >= holder.left - 1 && box.right <= holder.right + 1;
  const isHidden = !one.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const scrolls = one.tagName !== "text" && one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1;
  return isShown && !isHidden && !scrolls ? [] : [one.outerHTML.slice(0, 200)];
})`;
