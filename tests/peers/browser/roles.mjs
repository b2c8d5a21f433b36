// People of every role at the pages. Commands: doors (who is who), menu (what a role sees and can begin), strangers
// (links to what is not there), door (support asks a company for access, is let in, and is out again).
import { launch } from './chromium.mjs';
import { obey } from './lines.mjs';

const PASSWORD = 'correct horse battery';
const NOBODYS = '01M7W25B6KFZNRTTMNVMHKDY99';
const browser = await launch();
let origin;
/** Who may do everything in a home, by its kind. */
let tops;
let stranger;

async function signedIn(who) {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 800 } });
  const ask = async (method, path, data) => {
    const reply = await context.request.fetch(`${origin}/api/v1${path}`, { method, ...(data === undefined ? {} : { data }) });
    if (!reply.ok()) throw new Error(`${method} ${path}: ${reply.status()} ${await reply.text()}`);
    return reply.status() === 204 ? undefined : await reply.json();
  };
  await ask('POST', '/session', { tenant: who.tenant, user: who.user, password: who.password });
  return { ...who, context, ask };
}

/** Somebody of this role in such a home. */
async function somebody(role, home) {
  const top = tops[home];
  if (top.role === role) return top;
  const user = `${home}.${role}`;
  await top.ask('POST', '/users', { user_name: user, role, password: PASSWORD });
  return signedIn({ tenant: top.tenant, user, password: PASSWORD, role });
}

async function pageOf({ context }, path) {
  const page = await context.newPage();
  await page.goto(origin + path);
  await page.locator('h1').waitFor();
  return page;
}

await obey(
  {
    async doors(facts) {
      origin = facts.origin;
      tops = { operator: await signedIn(facts.operator), reseller: await signedIn(facts.reseller), customer: await signedIn(facts.customer) };
      stranger = await signedIn(facts.stranger);
    },

    async menu({ role, home }) {
      const person = await somebody(role, home);
      const page = await pageOf(person, '/');
      const links = page.getByRole('navigation', { name: 'Main menu' }).getByRole('link');
      await links.first().waitFor();
      const paths = await links.evaluateAll((all) => all.map(({ href }) => new URL(href).pathname));
      const pages = [];
      for (const path of paths) {
        const create = `${path}?new=1`;
        await page.goto(origin + create);
        await page.locator('h1').waitFor();
        pages.push((await page.getByRole('dialog').count()) > 0 ? { path, create } : { path });
      }
      await page.close();
      return { pages };
    },

    async strangers() {
      const theirs = async (list) => (await stranger.ask('GET', list)).items[0]?.id;
      const ids = {
        '/users': ['usr', await theirs('/users')],
        '/extensions': ['end', await theirs('/endpoints')],
        '/trunks': ['trk', await theirs('/trunks')],
        '/report': ['cdr', await theirs('/cdrs')],
        '/roles': ['rol'],
      };
      const page = await pageOf(tops.customer, '/users');
      for (const [list, [prefix, id]] of Object.entries(ids)) {
        for (const link of [`${prefix}_${NOBODYS}`, 'nonsense', ...(id ? [id] : [])]) {
          await page.goto(`${origin}${list}/${link}`);
          await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
          await page.getByRole('link', { name: 'Back to the list' }).click();
          await page.waitForURL(origin + list);
        }
      }
      await page.close();
    },

    async door() {
      const support = await somebody('support_2', 'reseller');
      const { id } = (await tops.reseller.ask('GET', `/tenants?search=${tops.customer.tenant}`)).items[0];
      const admin = await pageOf(tops.customer, '/users');
      const page = await pageOf(support, `/at/${id}/users`);
      const closed = page.getByRole('heading', { name: /has not let you in/ });
      await closed.waitFor();
      await page.getByLabel('What for').fill('Ticket 7');
      await page.getByRole('button', { name: 'Ask for access' }).click();
      await page.getByText('Waiting for an answer').waitFor();

      await admin.getByRole('link', { name: 'Answer' }).click();
      await admin.getByRole('button', { name: 'Let in…' }).click();
      await admin.getByRole('dialog').getByRole('button', { name: 'Let in', exact: true }).click();
      await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor();
      await page.getByText('You are here by consent').waitFor();
      if ((await page.getByRole('button', { name: 'New user' }).count()) > 0) throw new Error('who may only look can begin a new user');

      await admin.getByRole('button', { name: 'End now' }).click();
      await closed.waitFor();
      await Promise.all([admin.close(), page.close()]);
    },
  },
  () => browser.close(),
);
