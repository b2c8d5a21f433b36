// People signed in at the pages, each with a context of their own; and what they may ask the API.

/** Signs somebody in by the API, and gives the state that further contexts start from. */
export async function signIn(browser, origin, { tenant, user, password }) {
  const context = await browser.newContext();
  const answer = await context.request.post(`${origin}/api/v1/session`, { data: { tenant, user, password } });
  if (!answer.ok()) throw new Error(`${user} of ${tenant} cannot sign in: ${answer.status()} ${await answer.text()}`);
  const state = await context.storageState();
  const ask = async (method, path, data) => {
    const reply = await context.request.fetch(`${origin}/api/v1${path}`, { method, ...(data === undefined ? {} : { data }) });
    if (!reply.ok()) throw new Error(`${method} ${path}: ${reply.status()} ${await reply.text()}`);
    return reply.status() === 204 ? undefined : await reply.json();
  };
  return { state, ask };
}

/** For one step, where other work loads the machine. */
const PATIENCE_MS = 60_000;

/** A context as that person's browser would be: language, appearance, size, nothing that moves. */
export async function contextOf(browser, { state, language, scheme, width, height }) {
  const context = await browser.newContext({
    locale: language === 'es' ? 'es-ES' : 'en-GB',
    viewport: { width, height },
    colorScheme: scheme,
    reducedMotion: 'reduce',
    timezoneId: 'Europe/Madrid',
    ...(state ? { storageState: state } : {}),
  });
  context.setDefaultTimeout(PATIENCE_MS);
  await context.addInitScript(
    ([chosen, look]) => {
      localStorage.setItem('conmuta-language', chosen);
      localStorage.setItem('conmuta-scheme', look);
    },
    [language, scheme],
  );
  return context;
}

/** Waits until a page shows what it has: a heading, no list that still loads. */
export async function settled(page) {
  await page.locator('h1, dialog[open] h2').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('[aria-busy=true], [data-waiting]') && document.fonts.status === 'loaded');
}

/** Goes to an address as a link of the application would, without loading it anew; the first time it is loaded. */
export async function visit(page, origin, path) {
  if (!page.url().startsWith(origin)) {
    await page.goto(origin + path);
    return settled(page);
  }
  const elsewhere = await page.evaluate((to) => {
    const other = new URL(to, location.href).pathname !== location.pathname;
    if (other) document.querySelector('h1')?.setAttribute('data-left', '');
    // As the router writes it: of an address that is not its own it would warn.
    history.pushState({ usr: null, key: crypto.randomUUID(), idx: (history.state?.idx ?? 0) + 1 }, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
    return other;
  }, path);
  // The page before stays in sight until the script of the next one is there.
  if (elsewhere) await page.locator('h1[data-left]').waitFor({ state: 'detached' });
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 20))));
  return settled(page);
}
