// What a company's administrator does at the pages: extensions with their settings, numbers, the dial plan, the call report.

/** A new extension; gives its account, whose secret the page shows this once. */
async function extension(desk, { number, name }) {
  const { drawer, say } = desk;
  await desk.area('endpoints-title');
  await desk.press('endpoints-new');
  await desk.fill({ 'endpoints-number': number, 'endpoints-name': name }, drawer);
  await desk.press('create', drawer);
  await drawer.getByRole('heading', { name: say('endpoints-created', { name }) }).waitFor();
  const shown = ['sip-server', 'sip-transports', 'sip-user', 'sip-secret', 'sip-domain'].map((key) => desk.copied(key, drawer));
  const [server, transports, user, secret, domain] = await Promise.all(shown);
  await desk.press('endpoints-open', drawer);
  await desk.is(`${number} · ${name}`);
  return { extension: number, server, transports, user, secret, domain };
}

async function settings(desk, { ring_secs, outbound_class }) {
  await desk.tab('endpoints-tab-settings');
  if (ring_secs) await desk.field('endpoints-ring-secs').fill(ring_secs);
  if (outbound_class) await desk.field('endpoints-class').selectOption({ label: desk.say(`class-${outbound_class}`) });
  await desk.save();
}

/** All extensions of the company, one after the other. */
export async function extensions(desk, company) {
  const accounts = [];
  for (const wanted of company.extensions) {
    accounts.push(await extension(desk, wanted));
    if (wanted.settings) await settings(desk, wanted.settings);
  }
  return accounts;
}

/** Public numbers and where they lead; then the one that is shown outside. */
export async function numbers(desk, company) {
  const { page, drawer, say } = desk;
  await desk.area('numbers-title');
  for (const { number, label, extension: target } of company.numbers) {
    await desk.press('numbers-new');
    await desk.fill({ 'numbers-number': number, 'numbers-label': label }, drawer);
    await desk.pick('numbers-target', target, drawer);
    await desk.press('create', drawer);
    await drawer.waitFor({ state: 'detached' });
    await page.getByRole('row', { name: number }).waitFor();
  }
  await desk.area('routes-title');
  await desk.tab('plan-tab');
  await desk.fill({ 'plan-main-number': company.main_number });
  await desk.save();
}

/** Waits for so many answered calls between two extensions in the call report, and says how many there are. */
export async function recorded(desk, from, to, count) {
  await desk.area('cdrs-title');
  const rows = desk.page.getByRole('row').filter({ hasText: from }).filter({ hasText: to }).filter({ hasText: desk.say('disposition-answered') });
  await rows.nth(count - 1).waitFor();
  return rows.count();
}
