// A person at the live page. Commands: sign_in, audit (axe), hang_up. Events: ringing, answered, ended as rows show it.
import { launch } from './chromium.mjs';
import { obey, tell } from './lines.mjs';
import { judged } from './looks.mjs';

const browser = await launch();
const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 800 } });
const page = await context.newPage();
await page.exposeFunction('tell', tell);

/** Runs in the page: tells each state that a row of the table comes to show, and when its last row goes. */
function watchRows() {
  const shown = new Map();
  const look = () => {
    const rows = [...document.querySelectorAll('[data-call]')];
    for (const row of rows) {
      const { call, state } = row.dataset;
      if (shown.get(call) === state) continue;
      shown.set(call, state);
      const text = (field) => row.querySelector(`[data-field="${field}"]`)?.textContent ?? '';
      window.tell(state, { call, from: text('from'), to: text('to') });
    }
    for (const call of shown.keys()) {
      if (rows.some((row) => row.dataset.call === call)) continue;
      shown.delete(call);
      window.tell('ended', { call });
    }
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
  look();
}

await obey(
  {
    async sign_in({ origin, tenant, user, password }) {
      await page.goto(`${origin}/t/${tenant}`);
      await page.getByLabel('User name').fill(user);
      await page.getByLabel('Password', { exact: true }).fill(password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('heading', { name: 'Overview' }).waitFor();
      await page.goto(`${origin}/calls`);
      await page.getByRole('heading', { name: 'Active calls' }).waitFor();
      await page.getByText('Live', { exact: true }).waitFor();
      await page.evaluate(watchRows);
    },
    async audit() {
      return { violations: await judged(page) };
    },
    async hang_up() {
      await page.getByRole('button', { name: /^Hang up/ }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Hang up' }).click();
    },
    async picture({ file }) {
      await page.screenshot({ path: file, fullPage: true });
    },
  },
  () => browser.close(),
);
