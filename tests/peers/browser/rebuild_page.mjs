// The demo's companies, made anew by hand at the pages: by the operator in English, and for each company by the
// reseller's staff and its administrator in the company's language. What they type stands in companies.json.
// Commands, in this order: begin, companies, blueprint and recorded of each, trouble; pictures of what a failure left open.
// While phones call no page is open: it would take the machine from them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from './chromium.mjs';
import { extensions, numbers, recorded } from './company.mjs';
import { deskOf } from './desk.mjs';
import { blueprint, claim, enter, found, hire, staff } from './hierarchy.mjs';
import { obey } from './lines.mjs';
import { textsOf } from './texts.mjs';

const { operator, reseller, companies } = JSON.parse(readFileSync(new URL('companies.json', import.meta.url), 'utf8'));
const browser = await launch();
const desks = [];
let origin;
let texts;
/** Where the reseller's staff signs in, and where each company's people do. */
let home;
const addresses = new Map();

const named = (name) => companies.find((company) => company.name === name);

/** A step at a desk of its own, which is cleared afterwards; a failure tells what the page said. */
async function at(language, step) {
  const office = await deskOf(browser, origin, language, texts);
  desks.push(office);
  try {
    const answer = await step(office);
    await office.close();
    return answer;
  } catch (error) {
    throw new Error(`${error.message}\n${await office.complaint()}`);
  }
}

/** A company, first from above, then from inside; gives the accounts of its phones. */
async function make(company) {
  const { name, language, people, administrator, time_zone } = company;
  const address = await at(language, async (above) => {
    await enter(above, home, reseller.staff);
    return found(above, company);
  });
  addresses.set(name, address);
  const accounts = await at(language, async (inside) => {
    await enter(inside, address, administrator);
    for (const person of people) await hire(inside, person, time_zone);
    const shown = await extensions(inside, company);
    await numbers(inside, company);
    return shown;
  });
  await at(language, (own) => enter(own, address, people[0]));
  return accounts;
}

await obey(
  {
    async begin({ origin: where, ui, link }) {
      [origin, texts] = [where, textsOf(ui)];
      home = await at('en', async (office) => {
        await claim(office, link, operator, reseller);
        return staff(office, reseller);
      });
    },
    async companies() {
      const made = await Promise.all(companies.map(async (company) => [company.name, await make(company)]));
      return { accounts: Object.fromEntries(made) };
    },
    blueprint: ({ name }) =>
      at(named(name).language, async (above) => {
        await enter(above, home, reseller.staff);
        return blueprint(above, named(name));
      }),
    recorded: ({ name, from, to, count }) =>
      at(named(name).language, async (inside) => {
        await enter(inside, addresses.get(name), named(name).administrator);
        return { count: await recorded(inside, from, to, count) };
      }),
    async trouble() {
      return { trouble: desks.flatMap(({ trouble }) => trouble) };
    },
    async pictures({ folder }) {
      const opened = desks.filter(({ page }) => !page.isClosed());
      for (const [place, { page }] of opened.entries()) await page.screenshot({ path: join(folder, `${place}.png`), fullPage: true });
    },
  },
  () => browser.close(),
);
