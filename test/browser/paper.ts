import type { Page } from "playwright-core";

/** A4, and the margins of the style sheet's `@page`, in CSS pixels. */
const mm = 96 / 25.4;
const [width, height] = [(210 - 2 * 9) * mm, (297 - 2 * 8) * mm];

/** How wide a page is in the layout that `printed` leaves. */
export const paperWidth = Math.ceil(width);

/** A page as it is printed on A4. */
export interface Printed {
  /** How many pages a PDF of it has. */
  pages: number;
  /** How many columns as large as a page of paper it fills. */
  columns: number;
  /** The headings that stand at the end of a page, without anything of what they head. */
  alone: string[];
}

/**
 * Prints a page, and lays it out as print in columns as large as a page of paper: the browser breaks columns by the rules by
 * which it breaks pages, and of columns it says what is where.
 */
export async function printed(page: Page): Promise<Printed> {
  const pdf = await page.pdf({ preferCSSPageSize: true, format: "A4", printBackground: true });
  const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  await page.emulateMedia({ media: "print", colorScheme: "light" });
  await page.addStyleTag({
    content: `body { width: ${width}px; height: ${height}px; columns: ${width}px; column-gap: 0; column-fill: auto; }`,
  });
  const found = await page.evaluate<Omit<Printed, "pages">>(`(() => {
    const columnOf = (x) => Math.floor((x + scrollX + 1) / ${width});
    const first = (element) => columnOf(element.getClientRects()[0]?.left ?? 0);
    const alone = [...document.querySelectorAll("h1, h2, h3, p.files")].flatMap((heading) => {
      let next = heading.nextElementSibling ?? heading.parentElement.nextElementSibling;
      while (next !== null && next.firstElementChild !== null && /^(UL|OL|DL|DIV)$/.test(next.tagName))
        next = next.firstElementChild;
      return next === null || first(heading) === first(next) ? [] : [heading.textContent];
    });
    const last = document.querySelector("footer").getClientRects();
    return { columns: columnOf(last[last.length - 1].left) + 1, alone };
  })()`);
  return { pages, ...found };
}
