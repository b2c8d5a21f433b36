// Somebody at the pages in a browser of their language, who finds everything by what it is called there.
import { settled } from './people.mjs';

/** For one step, where other work loads the machine; less than the harness waits for a command. */
const PATIENCE_MS = 30_000;

const BROWSERS = {
  es: { locale: 'es-ES', timezoneId: 'Europe/Madrid' },
  en: { locale: 'en-GB', timezoneId: 'Europe/London' },
};

/** A desk; `texts` are those of `texts.mjs`. What goes wrong in its pages is kept in `trouble`. */
export async function deskOf(browser, origin, language, texts) {
  const context = await browser.newContext({ ...BROWSERS[language], viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', acceptDownloads: true });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const trouble = [];
  page.on('pageerror', (error) => trouble.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && trouble.push(message.text()));

  const say = (key, facts = {}) => texts.say(language, key).replace(/\{ \$(\w+) \}/g, (_, name) => facts[name]);
  const drawer = page.getByRole('dialog');
  // An empty list offers beside its head, too, what can be begun.
  const button = (key, place = page) => place.getByRole('button', { name: say(key), exact: true }).first();
  const press = (key, place) => button(key, place).click();
  const field = (key, place = page) => place.getByLabel(say(key), { exact: true });
  const title = (name) => page.getByRole('heading', { level: 1, name, exact: true });

  return {
    page,
    language,
    trouble,
    say,
    drawer,
    press,
    field,

    /** Opens an address, as one who types it or follows a link out of a mail. */
    async open(address) {
      await page.goto(new URL(address, origin).href);
      await settled(page);
    },

    /** Waits until the page is the one with this title. */
    async is(name) {
      await title(name).waitFor();
      await settled(page);
    },

    /** Follows a link by its whole text. */
    follow: (text) => page.getByRole('link', { name: text, exact: true }).click(),

    /** Goes to an area by the menu at the side. */
    async area(key) {
      await page.getByRole('navigation', { name: say('main-menu') }).getByRole('link', { name: say(key), exact: true }).click();
      await this.is(say(key));
    },

    /** Opens a tab of the page. */
    async tab(key) {
      await page.getByRole('tab', { name: say(key), exact: true }).click();
      await settled(page);
    },

    /** Types into fields of one line, by the keys of their labels. */
    async fill(entries, place) {
      for (const [key, value] of Object.entries(entries)) await field(key, place).fill(value);
    },

    /** Picks from a list that is searched while typing. */
    async pick(key, words, place = page) {
      const box = place.getByRole('combobox', { name: say(key), exact: true });
      await box.click();
      await box.fill(words);
      await page.getByRole('option', { name: words }).first().click();
    },

    /** The value beside a label, which can be copied from there. */
    copied(key, place = page) {
      const copy = page.getByRole('button', { name: say('copy', { label: say(key) }), exact: true });
      return place.locator('div', { has: copy }).last().locator('code').textContent();
    },

    /** Saves a form of the page, and waits until nothing in it is unsaved any more. */
    async save() {
      await press('save');
      await page.locator('[data-unsaved=true]').waitFor({ state: 'detached' });
    },

    /** What a page says against going on, for failures. */
    async complaint() {
      const said = await page.locator('[role=alert], [aria-live=polite]').allTextContents();
      return `at ${page.url()}: ${said.filter(Boolean).join(' | ') || 'the page says nothing'}`;
    },

    close: () => context.close(),
  };
}
