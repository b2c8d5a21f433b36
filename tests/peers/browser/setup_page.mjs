// Setting phones up. Commands: sign_in, make_code, read_code (from a screenshot), see_it_done, follow, open (with axe).
import AxeBuilder from '@axe-core/playwright';
import jsQR from 'jsqr';
import { writeFileSync } from 'node:fs';
import { PNG } from 'pngjs';
import { launch } from './chromium.mjs';
import { obey } from './lines.mjs';

const browser = await launch();
const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 900 } });
const page = await context.newPage();
let origin;

async function violations(of) {
  const found = await new AxeBuilder({ page: of }).analyze();
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

/** Somebody else's browser, as a phone's is. */
async function stranger(url) {
  const other = await browser.newContext({ locale: 'en-GB', viewport: { width: 390, height: 844 } });
  const tab = await other.newPage();
  await tab.goto(url);
  return tab;
}

await obey(
  {
    async sign_in({ origin: at, tenant, user, password }) {
      origin = at;
      await page.goto(`${origin}/t/${tenant}`);
      await page.getByLabel('User name').fill(user);
      await page.getByLabel('Password', { exact: true }).fill(password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText('Live', { exact: true }).waitFor();
    },
    async make_code({ endpoint }) {
      await page.goto(`${origin}/extensions/${endpoint}?tab=setup`);
      await page.getByRole('radio', { name: /new password/ }).check();
      await page.getByRole('button', { name: 'Show the QR code' }).click();
      await page.getByRole('img', { name: /QR code/ }).waitFor();
      const found = await violations(page);
      if (found.length > 0) throw new Error(found.join('\n'));
    },
    async read_code({ file }) {
      const picture = await page.screenshot();
      writeFileSync(file, picture);
      const { data, width, height } = PNG.sync.read(picture);
      const code = jsQR(new Uint8ClampedArray(data), width, height);
      if (!code) throw new Error(`no code is to be seen in ${file}`);
      return { text: code.data };
    },
    async see_it_done() {
      await page.getByText('Opened', { exact: true }).waitFor();
      await page.getByText('Registered', { exact: true }).waitFor();
    },
    async follow({ url }) {
      const tab = await stranger(url);
      const alert = tab.getByRole('alert');
      await alert.waitFor();
      return { says: await alert.innerText(), violations: await violations(tab) };
    },
    async open({ url }) {
      const tab = await stranger(url);
      await tab.getByRole('button', { name: /^(Show the account's data|Mostrar los datos de la cuenta)$/ }).click();
      await tab.getByRole('button', { name: /^(Show or hide|Mostrar u ocultar)$/ }).click();
      // The page speaks the company's language unless one was chosen in this browser.
      const value = async (...labels) => tab.locator(labels.map((label) => `span:text-is("${label}") + code`).join(', ')).innerText();
      const user = await value('User, also for authentication', 'Usuario, también para la autenticación');
      const password = await value('Password', 'Contraseña');
      return { user, password, violations: await violations(tab) };
    },
  },
  () => browser.close(),
);
