// Whoever sets an installation up, in Spanish: opens the link of the first start and walks the assistant.
// Commands, in this order: claim, address, reseller, tenant, phones, reload, registered, to_call, verdict, done,
// open_again; audit (axe) and picture at any time.
import AxeBuilder from '@axe-core/playwright';
import { launch } from './chromium.mjs';
import { obey } from './lines.mjs';

const PASSWORD = 'cuatro palabras sin rima';

const browser = await launch();
const context = await browser.newContext({ locale: 'es-ES', timezoneId: 'Europe/Madrid', viewport: { width: 1280, height: 900 } });
const page = await context.newPage();
const trouble = [];
page.on('pageerror', (error) => trouble.push(String(error)));

const press = (name) => page.getByRole('button', { name, exact: true }).click();
const field = (name) => page.getByLabel(name, { exact: true });
const step = (name) => page.getByRole('heading', { level: 2, name }).waitFor();
const phone = (number) => page.locator(`[data-phone="${number}"]`);

/** The value beside a label that is copied from there. */
const copied = (card, label) => card.locator('div', { has: page.getByRole('button', { name: `Copiar ${label}`, exact: true }) }).last().locator('code').textContent();

async function shown(number) {
  const card = phone(number);
  await card.getByText('Si el teléfono pide un dominio').click();
  const [user, secret, server, domain] = await Promise.all(['Usuario', 'Clave', 'Servidor', 'Dominio'].map((label) => copied(card, label)));
  return { number, user, secret, server, domain };
}

await obey(
  {
    async claim({ link }) {
      await page.goto(link);
      await field('Nombre').fill('Olga');
      await field('Apellidos').fill('Ruiz');
      await field('Nombre de usuario').fill('olga');
      await field('Contraseña').fill(PASSWORD);
      await field('Contraseña otra vez').fill(PASSWORD);
      await press('Crear la cuenta y seguir');
      await step('Dónde encuentran los teléfonos esta centralita');
    },
    async address() {
      await page.getByText('Servidor', { exact: true }).first().waitFor();
      await press('Siguiente');
      await step('El primer distribuidor');
    },
    async reseller({ title }) {
      await field('Nombre del distribuidor').fill(title);
      await press('Crear y seguir');
      await step('La primera empresa');
    },
    async tenant({ title }) {
      await field('Nombre').fill(title);
      await press('Crear y seguir');
      await step('Los dos primeros teléfonos');
    },
    async phones({ people }) {
      for (const [place, [first, last]] of people.entries()) {
        const group = page.getByRole('group', { name: `Teléfono ${place + 1}` });
        await group.getByLabel('Nombre', { exact: true }).fill(first);
        await group.getByLabel('Apellidos', { exact: true }).fill(last);
      }
      await press('Crear los dos teléfonos');
      await phone('1002').waitFor();
      return { phones: [await shown('1001'), await shown('1002')] };
    },
    async reload() {
      await page.goto(new URL('/setup', page.url()).href);
      await step('Los dos primeros teléfonos');
    },
    async registered() {
      for (const number of ['1001', '1002']) await page.locator(`[data-phone="${number}"][data-registered="true"]`).waitFor();
      return { first: await phone('1001').textContent(), second: await phone('1002').textContent() };
    },
    async to_call() {
      await press('Siguiente');
      await step('La llamada de prueba');
      await page.getByText('Esperando la llamada…').waitFor();
    },
    async verdict({ level }) {
      const verdict = page.locator(`[data-verdict="${level}"]`);
      await verdict.waitFor();
      return { summary: await verdict.getAttribute('data-summary'), words: await verdict.textContent() };
    },
    async done() {
      await press('Siguiente');
      await step('Todo está listo');
      await page.getByRole('link', { name: 'Añadir un troncal' }).waitFor();
      if (trouble.length > 0) throw new Error(trouble.join('\n'));
    },
    async open_again({ link }) {
      await page.goto(link);
      return { title: await page.getByRole('heading', { level: 1 }).textContent() };
    },
    async audit() {
      const { violations } = await new AxeBuilder({ page }).analyze();
      return { violations: violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`) };
    },
    async picture({ file }) {
      await page.screenshot({ path: file, fullPage: true });
    },
  },
  () => browser.close(),
);
