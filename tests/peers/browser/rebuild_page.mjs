// The demo's companies, made anew by hand at the pages: by the operator in English, and for each company by the
// reseller's staff and its administrator in the company's language. What they type stands in companies.json.
// Commands, in this order: begin; for each company company, blueprint, recorded; trouble and pictures at any time.
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

const named = (name) => companies.find((company) => company.name === name);

async function desk(language) {
  const made = await deskOf(browser, origin, language, texts);
  desks.push(made);
  return made;
}

/** Runs a step at a desk; a failure tells what the page said. */
async function at(place, step) {
  try {
    return await step(place);
  } catch (error) {
    throw new Error(`${error.message}\n${await place.complaint()}`);
  }
}

const offices = new Map();

await obey(
  {
    async begin({ origin: where, ui, link }) {
      [origin, texts] = [where, textsOf(ui)];
      await at(await desk('en'), async (office) => {
        await claim(office, link, operator, reseller);
        await staff(office, reseller);
        await office.close();
      });
    },
    async company({ name }) {
      const company = named(name);
      const above = await desk(company.language);
      await at(above, async () => {
        await enter(above, reseller.name, reseller.staff);
        await found(above, company);
      });
      const inside = await desk(company.language);
      offices.set(name, { above, inside });
      return at(inside, async () => {
        await enter(inside, name, company.administrator);
        for (const person of company.people) await hire(inside, person, company.time_zone);
        const accounts = await extensions(inside, company);
        await numbers(inside, company);
        return { accounts };
      });
    },
    async blueprint({ name }) {
      return at(offices.get(name).above, (above) => blueprint(above, reseller.title, named(name)));
    },
    async recorded({ name, from, to, count }) {
      return { count: await at(offices.get(name).inside, (inside) => recorded(inside, from, to, count)) };
    },
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
