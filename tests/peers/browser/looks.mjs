// What is looked for on every page. Each finding is a line that names the view.
import axe from 'axe-core';

const ON_THE_WAY_MS = 400;
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The rules are put in once per load; `AxeBuilder` would open a page for each look. */
async function violations(page, runOnly) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const found = await page.evaluate((only) => window.axe.run(document, { runOnly: only, resultTypes: ['violations'], preload: false }), runOnly);
  return found.violations.map(({ id, nodes }) => `axe ${id}: ${nodes.slice(0, 3).map(({ html, any }) => `${html.slice(0, 160)} (${any[0]?.message ?? ''})`).join(' ')}`);
}

/** All rules of WCAG 2.2 AA that a machine can judge. */
export async function judged(page) {
  if ((await violations(page, { type: 'tag', values: TAGS })).length === 0) return [];
  await page.waitForTimeout(ON_THE_WAY_MS);
  return violations(page, { type: 'tag', values: TAGS });
}

/** Everything a person reads or hears on the page, piece by piece, and how the page is built. */
export const facts = (page) =>
  page.evaluate(() => {
    const top = document.querySelector('dialog[open]') ?? document.body;
    const shown = (element) => element.checkVisibility({ visibilityProperty: true });
    const pieces = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { data, parentElement } = walker.currentNode;
      if (data.trim() && shown(parentElement) && !parentElement.closest('script, style, code, kbd, [lang], [translate=no]')) pieces.add(data.trim());
    }
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [data-hint]')) {
      for (const name of ['aria-label', 'title', 'placeholder', 'data-hint']) if (element.getAttribute(name)) pieces.add(element.getAttribute(name).trim());
    }
    const names = (control) => control.getAttribute('aria-label') ?? control.textContent.trim();
    const wide = document.documentElement.scrollWidth - innerWidth;
    const reaches = (element) => element.getBoundingClientRect().right > innerWidth + 1 && shown(element);
    return {
      pieces: [...pieces],
      title: document.title,
      headings: [...document.querySelectorAll('h1')].filter(shown).length,
      unnamed: [...top.querySelectorAll('button, a[href]')].filter((control) => shown(control) && !names(control)).map((control) => control.outerHTML.slice(0, 120)),
      wide: wide > 0 ? `${wide} px: ${[...document.querySelectorAll('body *')].filter(reaches).slice(-1).map((element) => element.outerHTML.slice(0, 120))}` : '',
      lost: document.querySelector('dialog[open]') !== null && document.activeElement?.closest('dialog[open]') === null,
    };
  });

/** What is wrong with the words and the building of a page. */
export function faults({ pieces, title, headings, unnamed, wide, lost }, texts, language) {
  return [
    ...texts.raw(pieces).map((key) => `a raw key: ${key}`),
    ...texts.foreign(language, pieces).map((piece) => `English: ${piece}`),
    ...(/\S+ · \S+|\S{3}/.test(title) ? [] : [`the title is “${title}”`]),
    ...(headings === 1 ? [] : [`${headings} headings of the first order`]),
    ...unnamed.map((html) => `no name: ${html}`),
    ...(wide ? [`wider than the screen by ${wide}`] : []),
    ...(lost ? ['the focus is outside of the dialog'] : []),
  ];
}

/** Tells what the console complains of; `expected` are the shapes a view may bring. */
export function listen(page, tell, expected) {
  page.on('console', (message) => {
    if (!['error', 'warning'].includes(message.type()) || expected().some((shape) => shape.test(message.text()))) return;
    tell(`console: ${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => tell(`page error: ${error.stack ?? error}`));
}
