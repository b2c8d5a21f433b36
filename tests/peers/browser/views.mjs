// Which views there are. Those of the areas are found by going there as each role: list, nothing found, something new,
// an item with all its tabs, the drawer of a row. What lies deeper is named here, by the texts that lead to it.
import { readFileSync } from 'node:fs';
import { settled, visit } from './people.mjs';

/** The addresses of `features.ts`. */
export const areas = (ui) => [...readFileSync(`${ui}/app/features.ts`, 'utf8').matchAll(/^ {4}path: '([^']+)'/gm)].map(([, path]) => path);

const DIALOG = 'dialog[open]';
const click = (key) => (page, say) => page.getByRole('button', { name: say(key), exact: true }).first().click();
const openPalette = async (page) => {
  await page.keyboard.press('Control+k');
  await page.locator(DIALOG).getByRole('combobox').fill('re');
  await page.locator(DIALOG).getByRole('option').first().waitFor();
};

const planBlueprint = async (page, say) => {
  await page.locator('main section button, main button').first().click();
  await page.waitForFunction(() => document.querySelector('textarea')?.value);
  await click('blueprints-plan')(page, say);
  await page.getByText(say('blueprints-ready')).waitFor();
};

/** What is behind a button, a key or a menu: role, area or item (`/:id`), and the way. */
const DEEPER = [
  { role: 'administrator', at: '/calls', name: 'hang-up', act: (page) => page.locator('tr[data-call] button').first().click() },
  { role: 'administrator', at: '/users', name: 'import', act: async (page, say) => {
    await click('users-import')(page, say);
    await page.locator(DIALOG).waitFor();
  } },
  { role: 'administrator', at: '/users/:id access', name: 'password', act: click('users-set-password') },
  { role: 'administrator', at: '/extensions/:id', name: 'delete', act: click('delete') },
  { role: 'administrator', at: '/extensions/:id setup', name: 'link', act: click('setup-make') },
  { role: 'administrator', at: '/extensions/:id account', name: 'secret', act: click('secret-new') },
  { role: 'administrator', at: '/roles/:id', name: 'delete', act: click('delete') },
  { role: 'administrator', at: '/support-access', name: 'give', act: click('support-give') },
  { role: 'administrator', at: 'account security', name: 'factor', act: click('factor-set-up') },
  { role: 'administrator', at: '/trunks/:id', name: 'delete', act: click('delete') },
  { role: 'administrator', at: '/report', name: 'more', act: click('more-filters') },
  { role: 'administrator', at: '/report', name: 'columns', wide: true, act: click('columns') },
  { role: 'administrator', at: '/report', name: 'export', act: click('export') },
  { role: 'administrator', at: '/report/:id', name: 'message', act: (page) => page.locator('main button[aria-expanded]').first().click() },
  { role: 'administrator', at: '/numbers', name: 'ticked', act: (page) => page.locator('[data-tick]').first().click() },
  { role: 'administrator', at: '/users', name: 'palette', act: openPalette },
  { role: 'administrator', at: '/users', name: 'keys', act: async (page) => {
    await page.keyboard.press('?');
    await page.locator(DIALOG).waitFor();
  } },
  { role: 'administrator', at: '/users', name: 'menu', wide: false, act: (page) => page.locator('header button').first().click() },
  { role: 'administrator', at: '/users', name: 'language', act: (page) => page.locator('header [aria-haspopup=menu]').first().click() },
  { role: 'operator', at: '/bans', name: 'new', act: click('bans-new') },
  { role: 'operator', at: '/bans allowed', name: 'new', act: click('allowed-new') },
  { role: 'operator', at: '/resellers/:id', name: 'suspend', act: click('tenants-suspend') },
  { role: 'operator', at: '/resellers/:id', name: 'delete', act: click('tenants-delete') },
  { role: 'operator', at: '/blueprints', name: 'planned', act: planBlueprint },
  { role: 'reseller', at: '/tenants/:id', name: 'suspend', act: click('tenants-suspend') },
  { role: 'reseller', at: '/tenants/:id', name: 'delete', act: click('tenants-delete') },
];

/** Addresses that no menu leads to. */
const APART = [
  { role: 'nobody', name: 'sign-in', path: '/sign-in' },
  { role: 'nobody', name: 'sign-in of a tenant', path: '/t/alder' },
  { role: 'nobody', name: 'a setup link that is none', path: '/p/none', expects: [/404/] },
  { role: 'administrator', name: 'nobody’s user', path: '/users/usr_01M7W25B6KFZNRTTMNVMHKDY99', expects: [/404/] },
  { role: 'administrator', name: 'no such page', path: '/nowhere' },
  ...['address', 'reseller', 'tenant', 'phones', 'call', 'done'].map((step) => ({ role: 'operator', name: `/setup ${step}`, path: `/setup?step=${step}` })),
  { role: 'member', name: 'not allowed', path: '/users', expects: [/403/] },
];

const pathOf = (page) => page.evaluate(() => location.pathname + location.search);

/** Each tab of the page but the first one, which shows without being asked for. */
async function tabsOf(page, role, name) {
  const found = [];
  for (const tab of (await page.getByRole('main').getByRole('tab').all()).slice(1)) {
    await tab.click().catch(async (error) => {
      throw new Error(`a tab of ${name} for ${role} at ${await pathOf(page)}: ${error.message}`);
    });
    await settled(page);
    const path = await pathOf(page);
    found.push({ role, name: `${name} ${new URLSearchParams(path.split('?')[1]).get('tab')}`, path });
  }
  return found;
}

/** The views of one area for one role. */
async function viewsOf(page, origin, role, href) {
  await visit(page, origin, href);
  const found = [{ role, name: href, path: href }];
  if ((await page.getByRole('searchbox').count()) > 0) found.push({ role, name: `${href} nothing found`, path: `${href}?search=zzzzzzzz` });
  // The first one of the users is oneself, whom one cannot delete.
  const row = page.locator('main tbody [data-row]').last();
  const link = (await row.count()) > 0 ? await row.getAttribute('href') : undefined;
  if (link === null) found.push({ role, name: `${href} drawer`, path: href, act: (other) => other.locator('main tbody [data-row]').first().click() });
  found.push(...(await tabsOf(page, role, href)));
  await visit(page, origin, `${href}?new=1`);
  if ((await page.locator(DIALOG).count()) > 0) found.push({ role, name: `${href} new`, path: `${href}?new=1` });
  if (!link) return found;
  await visit(page, origin, link);
  const item = { role, name: `${href}/:id`, path: link };
  return [...found, item, ...(await tabsOf(page, role, item.name))];
}

/** The views of one role: what its menu leads to, and its account. */
async function viewsFor(page, origin, role) {
  await visit(page, origin, '/');
  const links = await page.locator('nav[aria-label] a[href^="/"]').evaluateAll((all) => all.map((one) => one.getAttribute('href')));
  const found = [];
  for (const href of new Set(links)) found.push(...(await viewsOf(page, origin, role, href)));
  await visit(page, origin, '/account');
  found.push({ role, name: 'account', path: '/account' }, ...(await tabsOf(page, role, 'account')));
  await page.context().close();
  return found;
}

/** Everything there is to see for these people, and areas that nobody came to. */
export async function allViews({ pageOf, origin, roles, ui }) {
  const found = (await Promise.all(roles.map(async (role) => viewsFor(await pageOf(role), origin, role)))).flat();
  const missing = areas(ui).filter((path) => !found.some((view) => view.path === path));
  for (const { role, at, name, ...rest } of DEEPER) {
    const below = found.find((view) => view.role === role && view.name === at);
    if (below) found.push({ ...rest, role, name: `${at} ${name}`, path: below.path });
    else missing.push(`${at} for ${role}`);
  }
  return { views: [...found, ...APART], missing };
}
