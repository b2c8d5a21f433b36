// What people do at the pages. Each command is one story; it fails with the step that did not come about.
import { launch } from './chromium.mjs';
import { furnish } from './furnish.mjs';
import { keyboardOf } from './keyboard.mjs';
import { obey } from './lines.mjs';
import { contextOf, settled, signIn } from './people.mjs';

const browser = await launch();
const DESK = { language: 'en', scheme: 'light', width: 1280, height: 800 };

/** A page of somebody signed in. */
async function deskOf(origin, person, path) {
  const { state, ask } = await signIn(browser, origin, person);
  const context = await contextOf(browser, { ...DESK, state });
  const page = await context.newPage();
  await page.goto(origin + path);
  await settled(page);
  return { page, ask, context };
}

const title = (page, name) => page.getByRole('heading', { level: 1, name, exact: true });
const button = (page, name) => page.getByRole('button', { name, exact: true });
const sees = (place, text) => place.getByText(text).first().waitFor();
/** The field of a person, not the list's search, which names it too. */
const departmentOf = (page) => page.getByLabel('Department', { exact: true });
const dialog = (page) => page.getByRole('dialog');
const gone = (place) => place.waitFor({ state: 'detached' });

async function check(what, test) {
  if (!(await test)) throw new Error(what);
}

/** Signs in, finds, makes, changes, deletes and takes back, hangs up, exports: Tab, Enter, arrows and letters alone. */
async function keyboard({ origin, people: { administrator } }) {
  const context = await contextOf(browser, DESK);
  const page = await context.newPage();
  const { press, to, type, on } = keyboardOf(page);
  await page.goto(`${origin}/t/${administrator.tenant}`);
  await settled(page);
  await to(page.getByLabel('User name'));
  await type(administrator.user);
  await press('Tab');
  await type(administrator.password);
  await press('Enter');
  await title(page, 'Overview').waitFor();

  await press('Control+k');
  await on(dialog(page).getByRole('combobox'));
  await type('ana gar');
  await page.getByRole('option', { name: /Ana García/ }).first().waitFor();
  await press('Enter');
  await title(page, 'Ana García').waitFor();

  await press('g', 'u');
  await title(page, 'Users').waitFor();
  await page.locator('tbody [data-row]').first().waitFor();
  await press('c');
  await on(dialog(page).getByLabel('First name'));
  await type('Quique');
  await to(dialog(page).getByLabel('User name'));
  await type('quique');
  await press('Tab');
  await on(dialog(page).getByLabel('Role'));
  await type('M');
  await to(button(dialog(page), 'Create'));
  await press('Enter');
  await title(page, 'Quique').waitFor();
  await to(departmentOf(page));
  await type('Taller');
  await press('Enter');
  await sees(page, 'Saved.');
  await to(button(page, 'Delete'));
  await press('Enter');
  await title(page, 'Users').waitFor();
  const quique = page.locator('tbody').getByRole('link', { name: /Quique/ });
  await sees(page, 'Quique was deleted.');
  await gone(quique);
  await press('z');
  await quique.waitFor();

  await press('g', 'n');
  await title(page, 'Numbers').waitFor();
  const numbers = page.locator('tbody [data-row]');
  await numbers.first().waitFor();
  await press('ArrowDown');
  await on(numbers.first());
  await press('ArrowDown');
  await on(numbers.nth(1));
  await press('Enter');
  await dialog(page).waitFor();
  await press('Escape');
  await gone(dialog(page));
  await on(numbers.nth(1));
  await to(button(page, 'Delete +34910000102'));
  await press('Enter');
  await sees(page, '+34910000102 was deleted.');
  await check('the focus is lost after deleting', page.evaluate(() => document.activeElement !== document.body));
  await press('z');
  await page.getByRole('button', { name: '+34910000102', exact: true }).waitFor();
  await press('/');
  await on(page.getByRole('searchbox'));
  await type('fax');
  await page.getByRole('button', { name: '+34910000199', exact: true }).waitFor();
  await gone(page.getByRole('button', { name: '+34910000102', exact: true }));
  await press('Escape');

  await to(page.getByRole('button', { name: /Language/ }));
  await press('Enter');
  await on(page.getByRole('menuitemradio', { checked: true }));
  await press('Escape');
  await on(page.getByRole('button', { name: /Language/ }));

  await press('g', 'a');
  await title(page, 'Active calls').waitFor();
  await page.locator('tr[data-call]').first().waitFor();
  await to(page.getByRole('button', { name: /^Hang up/ }));
  await press('Enter');
  await to(button(dialog(page), 'Hang up'));
  await press('Enter');
  await gone(page.locator('tr[data-call]'));

  await press('g', 'c');
  await title(page, 'Call report').waitFor();
  await to(button(page, 'Export'));
  await press('Enter');
  await page.getByRole('menuitem').first().waitFor();
  await press('ArrowDown');
  const [file] = await Promise.all([page.waitForEvent('download'), press('Enter')]);
  await check('no CSV file came', file.suggestedFilename().endsWith('.csv'));
  await context.close();
}

/** A route with its order of trunks; a wrong pattern is refused at its field; deleting is taken back; the dial plan's rule. */
async function routes({ origin, people }) {
  const { page, context } = await deskOf(origin, people.administrator, '/routes?new=1');
  const drawer = dialog(page);
  await drawer.getByLabel('Name').fill('Francia');
  await button(drawer, 'Create').click();
  await sees(drawer, 'At least one trunk.');
  await drawer.getByLabel('Numbers').fill('+33XXXXXXXXX\n+33Q');
  await drawer.getByRole('checkbox', { name: 'Carrier Norte' }).check();
  await drawer.getByRole('checkbox', { name: 'Sucursal Vigo' }).check();
  await button(drawer, 'Move Sucursal Vigo up').click();
  await button(drawer, 'Create').click();
  await sees(drawer, 'One of the patterns is not of the expected form.');
  await drawer.getByLabel('Numbers').fill('+33XXXXXXXXX');
  await button(drawer, 'Create').click();
  const row = page.getByRole('row', { name: /Francia.*Sucursal Vigo → Carrier Norte/ });
  await row.waitFor();
  await button(page, 'Delete Francia').click();
  await gone(row);
  await button(page, 'Undo').click();
  await row.waitFor();
  await page.getByRole('tab', { name: 'Dial plan' }).click();
  await page.getByLabel('Digits of internal numbers').fill('9');
  await page.getByLabel('Main number').focus();
  await sees(page, 'From 2 to 8.');
  await context.close();
}

/** What was typed stays when one turns away, and when the session ends under it. */
async function typed({ origin, people: { administrator } }) {
  const { page, context } = await deskOf(origin, administrator, '/users?search=marta');
  await page.locator('tbody a[data-row]').first().click();
  const department = departmentOf(page);
  await department.fill('Calidad');
  await page.getByRole('link', { name: 'Numbers' }).click();
  await sees(dialog(page), 'Leave without saving?');
  await button(dialog(page), 'Cancel').click();
  await check('the text is gone after staying', (await department.inputValue()) === 'Calidad');
  await context.clearCookies();
  await button(page, 'Save').click();
  await sees(dialog(page), 'Your session has ended');
  await dialog(page).getByLabel('Password').fill(administrator.password);
  await button(dialog(page), 'Sign in').click();
  await gone(dialog(page));
  await check('the text is gone after signing in', (await department.inputValue()) === 'Calidad');
  await button(page, 'Save').click();
  await sees(page, 'Saved.');
  await context.close();
}

let kept;
const DRAFT = 'Calidad y pruebas';

/** Before the cut: something is typed. */
async function before_the_cut({ origin, people }) {
  kept = await deskOf(origin, people.administrator, '/users?search=elena');
  await kept.page.locator('tbody a[data-row]').first().click();
  await departmentOf(kept.page).fill(DRAFT);
  await kept.page.getByText('Live', { exact: true }).waitFor();
}

/** While there is no server: the page says so and keeps what was typed, also when one tries to save. */
async function during_the_cut() {
  await sees(kept.page, 'The connection to the exchange is lost.');
  await button(kept.page, 'Save').click();
  await sees(kept.page, 'The exchange cannot be reached.');
  await check('the text is gone with the connection', (await departmentOf(kept.page).inputValue()) === DRAFT);
}

/** And afterwards it goes on by itself. */
async function after_the_cut() {
  await kept.page.getByText('Live', { exact: true }).waitFor();
  await gone(kept.page.getByText('The connection to the exchange is lost.'));
  await check('the text is gone after the cut', (await departmentOf(kept.page).inputValue()) === DRAFT);
  await button(kept.page, 'Save').click();
  await sees(kept.page, 'Saved.');
  await kept.context.close();
}

/** The language of the account changes the page at once, and the next browser speaks it too. */
async function language({ origin, people: { member } }) {
  const { page, ask, context } = await deskOf(origin, member, '/account');
  await page.locator('#field-language').selectOption('es');
  await button(page, 'Save').click();
  await title(page, 'Cuenta propia').waitFor();
  await check('the page says another language', (await page.locator('html').getAttribute('lang')) === 'es');
  await ask('PATCH', '/me', { language: '' });
  await context.close();
}

/** A stranger's thing is as nobody's: the same page for both. */
async function strangers({ origin, people: { administrator }, stranger }) {
  const other = await signIn(browser, origin, stranger);
  const { page, context } = await deskOf(origin, administrator, '/users');
  for (const [area, path] of [['users', '/users'], ['extensions', '/endpoints'], ['trunks', '/trunks']]) {
    const [theirs] = (await other.ask('GET', path)).items;
    if (!theirs) continue;
    await page.goto(`${origin}/${area}/${theirs.id}`);
    await title(page, 'There is nothing here').waitFor();
  }
  await context.close();
}

/** Filters stand in the address: the way back leads to the list as it was. */
async function back({ origin, people }) {
  const { page, context } = await deskOf(origin, people.administrator, '/users');
  await page.getByLabel('Role').selectOption('agent');
  await page.getByRole('searchbox').fill('marta');
  await page.waitForURL(/search=marta/);
  const address = page.url();
  await page.locator('tbody a[data-row]').first().click();
  await page.getByRole('tab').first().waitFor();
  await page.goBack();
  await title(page, 'Users').waitFor();
  await check('the address is another one', page.url() === address);
  await check('the search is empty', (await page.getByRole('searchbox').inputValue()) === 'marta');
  await check('the filter is not set', (await page.getByLabel('Role').inputValue()) === 'agent');
  await context.close();
}

/** What one page changes is in the other one at once, without being asked for. */
async function two_tabs({ origin, people }) {
  const { page, context } = await deskOf(origin, people.administrator, '/numbers');
  const other = await context.newPage();
  await other.goto(`${origin}/numbers`);
  await page.getByText('Live', { exact: true }).waitFor();
  await page.locator('tbody button[data-row]').first().click();
  await dialog(page).getByLabel('Label').fill('Centralita');
  await button(dialog(page), 'Save').click();
  await sees(other, 'Centralita');
  await context.close();
}

const STORIES = { keyboard, routes, typed, before_the_cut, during_the_cut, after_the_cut, language, strangers, back, two_tabs };

await obey(
  {
    async furnish({ origin, people }) {
      const entries = await Promise.all(Object.entries(people).map(async ([role, person]) => [role, await signIn(browser, origin, person)]));
      await furnish(Object.fromEntries(entries));
    },
    ...STORIES,
  },
  () => browser.close(),
);
