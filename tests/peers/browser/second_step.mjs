// A person who sets up the second step and signs in with it. Commands: first_visit, sign_in, set_up, give_code, sign_out.
// The app on the phone is computed here, from RFC 6238, RFC 4226 and RFC 4648.
import { createHmac } from 'node:crypto';
import { launch } from './chromium.mjs';
import { obey } from './lines.mjs';

const browser = await launch();
const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 800 } });
const page = await context.newPage();
const troubles = [];
page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
page.on('pageerror', (error) => troubles.push(String(error)));

const STEP_SECS = 30;
let secret = '';
let lastStep = 0;

function key(text) {
  const bits = [...text].map((char) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(char).toString(2).padStart(5, '0')).join('');
  return Buffer.from(bits.match(/.{8}/g).map((octet) => Number.parseInt(octet, 2)));
}

function codeOf(step) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac('sha1', key(secret)).update(counter).digest();
  const offset = hash[19] & 15;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** A code that was not used yet; of the next step, where this one's was: clocks may differ by one. */
function freshCode() {
  lastStep = Math.max(Math.floor(Date.now() / 1000 / STEP_SECS), lastStep + 1);
  return codeOf(lastStep);
}

const fill = (label, text) => page.getByLabel(label, { exact: true }).fill(text);
const press = (name) => page.getByRole('button', { name, exact: true }).click();
const inside = () => page.getByRole('heading', { name: /^(Overview|Active calls)$/ }).waitFor();

await obey(
  {
    async first_visit({ origin }) {
      await page.goto(origin);
      await page.getByLabel('User name').waitFor();
      return { troubles };
    },
    async sign_in({ origin, tenant, user, password, code }) {
      await page.goto(`${origin}/t/${tenant}`);
      await fill('User name', user);
      await fill('Password', password);
      await press('Sign in');
      await (code ? page.getByLabel('Code', { exact: true }).waitFor() : inside());
    },
    async set_up({ origin, password }) {
      await page.goto(`${origin}/account?tab=security`);
      await press('Set up the second step');
      await fill('Present password', password);
      await press('Next');
      await page.getByAltText('QR code for the authenticator app').waitFor();
      secret = await page.locator('dialog code').first().textContent();
      await fill('Code', freshCode());
      await press('Switch on');
      const codes = await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allTextContents();
      await page.getByLabel('I have kept them').check();
      await press('Done');
      await page.getByText('10 recovery codes are left.').waitFor();
      return { codes };
    },
    async give_code({ recovery }) {
      if (recovery) await press('Use a recovery code');
      // Six digits are sent as soon as they are whole.
      await fill(recovery ? 'Recovery code' : 'Code', recovery ?? freshCode());
      if (recovery) await press('Sign in');
      await inside();
    },
    async sign_out() {
      await press('Sign out');
      await page.getByLabel('User name').waitFor();
    },
    async troubles() {
      return { troubles };
    },
  },
  () => browser.close(),
);
