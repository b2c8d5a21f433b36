// Goes through every page as every role, in both languages and themes, at three widths.
// Commands: furnish, walk (judges), screens (pictures of everything), show (those of README and guides).
import { mkdirSync, writeFileSync } from 'node:fs';
import { launch } from './chromium.mjs';
import { furnish } from './furnish.mjs';
import { obey } from './lines.mjs';
import { facts, faults, judged, listen } from './looks.mjs';
import { contextOf, settled, signIn, visit } from './people.mjs';
import { textsOf } from './texts.mjs';
import { allViews } from './views.mjs';

const SIZES = { 390: { width: 390, height: 844 }, 1280: { width: 1280, height: 800 }, 2560: { width: 2560, height: 1440 } };
/** As many as the machine has cores for: a page and the server share them. */
const AT_ONCE = 2;

const browser = await launch();

async function everybody(origin, people) {
  const entries = await Promise.all(Object.entries(people).map(async ([role, person]) => [role, await signIn(browser, origin, person)]));
  return { ...Object.fromEntries(entries), nobody: {} };
}

/** Does the jobs, a few at a time; a worker keeps its page while the next job is for the same reader. */
async function share(jobs, staff, act) {
  const left = [...jobs];
  const work = async () => {
    let [page, reader] = [undefined, ''];
    for (let job = left.shift(); job; job = left.shift()) {
      const { view, language, scheme = 'light' } = job;
      if (reader !== `${view.role} ${language} ${scheme}`) {
        await page?.context().close();
        page = await (await contextOf(browser, { state: staff[view.role].state, language, scheme, ...SIZES[1280] })).newPage();
        page.job = job;
        const one = page;
        listen(one, (line) => one.job.note(line), () => one.job.view.expects ?? []);
        reader = `${view.role} ${language} ${scheme}`;
      }
      job.acted = page.job.view.act !== undefined;
      page.job = job;
      await act(page, job).catch((error) => job.note(`failed: ${String(error.message ?? error).split('\n').slice(0, 3).join(' ')}`));
    }
    await page?.context().close();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** Changes the theme, and waits until the colours are there: even what moves at once takes a frame. */
const wear = (page, scheme) =>
  page.evaluate((look) => {
    document.documentElement.dataset.scheme = look;
    const frame = () => new Promise(requestAnimationFrame);
    return frame().then(frame).then(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
  }, scheme);

async function open(page, origin, view, say) {
  // What an act opened is gone only with the page.
  // The pages before the sign-in share one heading, so that going there by the application would not be seen.
  if (!view.act && !page.job.acted && view.role !== 'nobody') return visit(page, origin, view.path);
  await page.goto(origin + view.path);
  await settled(page);
  if (!view.act) return;
  await view.act(page, say);
  await page.waitForTimeout(100);
  await settled(page);
}

const widthsOf = ({ wide }) => [390, 1280, 2560].filter((size) => wide === undefined || wide === size > 390);

/** One view in one language at all widths and in both themes: words, building, and every rule. */
async function judge(page, job) {
  const { origin, texts, view, language } = job;
  for (const [place, size] of widthsOf(view).entries()) {
    job.size = size;
    await page.setViewportSize(SIZES[size]);
    // A menu of the narrow layout is another one than that of the wide layout.
    if (place === 0 || view.act) await open(page, origin, view, (key) => texts.say(language, key));
    faults(await facts(page), texts, language).forEach(job.note);
    (await judged(page)).forEach(job.note);
    await wear(page, 'dark');
    (await judged(page)).forEach((line) => job.note(`dark ${line}`));
    await wear(page, 'light');
  }
}

/** A picture of a view. */
async function picture(page, { origin, texts, view, language, scheme, size, folder }) {
  const name = `${view.role}${view.name.replaceAll(/[^a-z0-9]+/gi, '-')}`.replace(/-$/, '');
  await page.setViewportSize(SIZES[size]);
  await open(page, origin, view, (key) => texts.say(language, key));
  await page.screenshot({ path: `${folder}/${name}.${language}.${scheme}.${size}.png` });
}

async function prepare({ origin, people, ui, only = '' }) {
  const staff = await everybody(origin, people);
  const texts = textsOf(ui);
  const pageOf = async (role) => (await contextOf(browser, { state: staff[role].state, language: 'en', scheme: 'light', ...SIZES[1280] })).newPage();
  const { views, missing } = await allViews({ pageOf, origin, roles: Object.keys(people), ui });
  const picked = views.filter(({ role, name }) => new RegExp(only).test(`${role} ${name}`));
  return { origin, staff, texts, missing, views: picked.sort((one, other) => one.role.localeCompare(other.role)) };
}

/** What README and guides show: role, page, the picture's name, and for which widths. */
const SHOWN = [
  ['administrator', '/calls', 'calls'],
  ['administrator', '/users', 'users'],
  ['administrator', '/extensions', 'extensions'],
  ['administrator', '/report/:id', 'call'],
  ['administrator', '/trunks/:id', 'trunk'],
  ['reseller', '/tenants', 'tenants'],
  ['administrator', '/overview', 'overview'],
  ['administrator', '/extensions/:id setup link', 'phone-setup'],
  ['reseller', '/branding', 'branding'],
  ['operator', '/health', 'health'],
  ['operator', '/setup address', 'assistant'],
  ['nobody', 'sign-in of a tenant', 'sign-in'],
];
const SHOWN_SIZE = { width: 1200, height: 750 };
/** Of these the telephone's width is shown, too. */
const SHOWN_NARROW = ['users'];

/** Chromium writes WebP itself: a fifth of the size of PNG. */
async function webp(page, file) {
  const chromium = await page.context().newCDPSession(page);
  const { data } = await chromium.send('Page.captureScreenshot', { format: 'webp', quality: 82 });
  writeFileSync(file, Buffer.from(data, 'base64'));
}

async function show({ folder, ...facts }) {
  const { origin, staff, texts, views } = await prepare(facts);
  for (const [language, scheme] of [['en', 'light'], ['en', 'dark'], ['es', 'light'], ['es', 'dark']]) {
    for (const [role, name, picture] of SHOWN) {
      const view = views.find((one) => one.role === role && one.name === name);
      if (!view) throw new Error(`there is no ${name} for ${role}`);
      const page = await (await contextOf(browser, { state: staff[role].state, language, scheme, ...SHOWN_SIZE })).newPage();
      page.job = {};
      await open(page, origin, view, (key) => texts.say(language, key));
      await webp(page, `${folder}/${picture}.${language}.${scheme}.webp`);
      if (SHOWN_NARROW.includes(picture)) {
        await page.setViewportSize(SIZES[390]);
        await webp(page, `${folder}/${picture}-narrow.${language}.${scheme}.webp`);
      }
      await page.context().close();
    }
  }
}

/** A job with the place where its findings go. */
function jobOf(facts, found) {
  const job = { ...facts };
  job.note = (line) => found.push(`${job.view.role} ${job.view.name} (${job.language}${job.size ? `, ${job.size}` : ''}): ${line}`);
  return job;
}

await obey(
  {
    async furnish({ origin, people }) {
      await furnish(await everybody(origin, people));
    },
    async walk(facts) {
      const { missing, views, staff, ...given } = await prepare(facts);
      const found = missing.map((path) => `nobody came to ${path}`);
      const jobs = ['es', 'en'].flatMap((language) => views.map((view) => jobOf({ ...given, view, language }, found)));
      await share(jobs, staff, judge);
      return { views: views.length, found: [...new Set(found)] };
    },
    show,
    async screens({ folder, looks: chosen = '', ...facts }) {
      const { views, staff, ...given } = await prepare(facts);
      mkdirSync(folder, { recursive: true });
      const found = [];
      const wanted = new RegExp(chosen);
      const looks = ['en', 'es'].flatMap((language) => ['light', 'dark'].flatMap((scheme) => [390, 1280, 2560].map((size) => ({ language, scheme, size }))));
      const picked = looks.filter(({ language, scheme, size }) => wanted.test(`${language}.${scheme}.${size}`));
      const jobs = picked.flatMap((look) => views.filter((view) => widthsOf(view).includes(look.size)).map((view) => jobOf({ ...given, ...look, view, folder }, found)));
      await share(jobs, staff, picture);
      return { pictures: jobs.length, found };
    },
  },
  () => browser.close(),
);
