// Lighthouse over the pages, signed in as those whose pages they are, and how long a first view takes in a browser that has
// nothing of it yet. Reads who may enter from its standard input; prints a table, and ends with 1 where a page falls short.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import lighthouse, { desktopConfig } from 'lighthouse';
import { chromium } from 'playwright-core';

const CATEGORIES = ['performance', 'accessibility', 'best-practices'];
const LEAST = 95;
const FIRST_VIEW_MS = 1000;
const FIRST_VIEWS = 3;

const { origin, people, only = '', preset = 'desktop', reports = '' } = JSON.parse(readFileSync(0, 'utf8'));

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** The first of a list, where a page is that of one thing. */
const firstOf = (list, page) => async (ask) => `${page}/${(await ask(list)).items[0].id}`;

/** What is looked at: who sees it, and where it is. */
const PAGES = [
  { name: 'sign-in', at: () => '/sign-in' },
  { name: 'overview', who: 'administrator', at: () => '/overview' },
  { name: 'active calls', who: 'administrator', at: () => '/calls' },
  { name: 'users', who: 'administrator', at: () => '/users' },
  { name: 'call report', who: 'administrator', at: () => '/report' },
  { name: 'call detail', who: 'administrator', at: firstOf('/cdrs?limit=1', '/report') },
  { name: 'reseller: tenants', who: 'reseller', at: () => '/tenants' },
  { name: 'reseller: a tenant', who: 'reseller', at: firstOf('/tenants?limit=1', '/tenants') },
  { name: 'operator: health', who: 'operator', at: () => '/health' },
];

/** Signs in within a context, and gives what asks the API there. */
async function enter(context, who) {
  await context.clearCookies();
  if (!who) return undefined;
  const answer = await context.request.post(`${origin}/api/v1/session`, { data: people[who] });
  if (!answer.ok()) throw new Error(`${who} cannot sign in: ${answer.status()} ${await answer.text()}`);
  return async (path) => (await context.request.get(`${origin}/api/v1${path}`)).json();
}

async function scored(port, url) {
  const flags = { port, output: 'html', logLevel: 'error', onlyCategories: CATEGORIES };
  const { lhr, report } = await lighthouse(url, flags, preset === 'mobile' ? undefined : desktopConfig);
  if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
  const scores = CATEGORIES.map((category) => Math.round((lhr.categories[category].score ?? 0) * 100));
  const faults = CATEGORIES.flatMap((category) => lhr.categories[category].auditRefs)
    .filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 0.9)
    .map(({ id }) => `${id}${lhr.audits[id].displayValue ? ` (${lhr.audits[id].displayValue})` : ''}`);
  return { scores, faults, report, painted: Math.round(lhr.audits['first-contentful-paint'].numericValue) };
}

/** From the address to the whole page: its heading, all that it reads, its letters. */
async function firstView(browser, state, url) {
  const context = await browser.newContext({ storageState: state, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(url, { waitUntil: 'commit' });
  const whole = await page.waitForFunction(
    () => document.querySelector('h1') && !document.querySelector('[aria-busy=true], [data-waiting]') && document.fonts.status === 'loaded' && performance.now(),
    undefined,
    { polling: 'raf' },
  );
  const ms = Math.round(await whole.jsonValue());
  await context.close();
  return ms;
}

const middle = (figures) => figures.sort((a, b) => a - b)[Math.floor(figures.length / 2)];

async function measured(page, { browser, context, port }) {
  const url = origin + (await page.at(await enter(context, page.who)));
  const state = await context.storageState();
  const views = [];
  for (let time = 0; time < FIRST_VIEWS; time++) views.push(await firstView(browser, state, url));
  return { ...page, ...(await scored(port, url)), view: middle(views) };
}

const folder = mkdtempSync(join(tmpdir(), 'pages-'));
const port = await freePort();
const executablePath = process.env.CHROMIUM;
const args = ['--no-sandbox', `--remote-debugging-port=${port}`];
const context = await chromium.launchPersistentContext(folder, { executablePath, args, viewport: null, locale: 'en-GB' });
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const short = [];
try {
  console.log(`Lighthouse, ${preset}; first view without throttling and cache, the middle of ${FIRST_VIEWS}`);
  console.log(`${'page'.padEnd(20)} perf  a11y  best  first paint  first view`);
  for (const page of PAGES.filter(({ name }) => name.includes(only))) {
    const { name, scores, painted, view, faults, report } = await measured(page, { browser, context, port });
    const figures = scores.map((score) => String(score).padStart(4)).join('  ');
    console.log(`${name.padEnd(20)} ${figures}  ${`${painted} ms`.padStart(11)}  ${`${view} ms`.padStart(10)}`);
    if (scores.some((score) => score < LEAST)) console.log(`  ${faults.join(', ')}`);
    if (scores.some((score) => score < LEAST) || (preset === 'desktop' && view > FIRST_VIEW_MS)) short.push(name);
    if (reports) writeFileSync(join(reports, `${name.replaceAll(/\W+/g, '-')}.html`), report);
  }
} finally {
  await browser.close();
  await context.close();
  rmSync(folder, { recursive: true, force: true });
}
if (short.length > 0) {
  console.error(`below ${LEAST}, or over ${FIRST_VIEW_MS} ms: ${short.join(', ')}`);
  process.exitCode = 1;
}
