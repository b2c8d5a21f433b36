// A SIP.js page in Chromium. Commands: open (a page of that origin), register, unregister.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { launch } from './chromium.mjs';
import { obey, tell } from './lines.mjs';

const entry = fileURLToPath(new URL('./sipjs_page.js', import.meta.url));
const bundle = (await build({ entryPoints: [entry], bundle: true, write: false })).outputFiles[0].text;
const browser = await launch();
const page = await browser.newPage();
page.on('console', (message) => tell('console', { text: message.text() }));

await obey(
  {
    async open({ origin }) {
      // The page is ours, its origin the server's: so the browser sends the Origin it would send.
      await page.route(`${origin}/sipjs-page`, (route) =>
        route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>SIP.js</title>' }),
      );
      await page.goto(`${origin}/sipjs-page`);
      await page.addScriptTag({ content: bundle });
    },
    register: (facts) => page.evaluate((facts) => window.register(facts), facts),
    unregister: () => page.evaluate(() => window.unregister()),
  },
  () => browser.close(),
);
