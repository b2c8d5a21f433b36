// What is done above a company: the operator makes the installation's first account and the reseller with its staff;
// the reseller's staff makes the company with its limits and its administrator.
import { readFile } from 'node:fs/promises';

/** Signs in at the address that somebody passed on. */
export async function enter(desk, address, { user_name, password }) {
  await desk.open(address);
  await desk.fill({ 'sign-in-user': user_name, 'sign-in-password': password });
  await desk.press('sign-in-submit');
  await desk.page.getByRole('navigation', { name: desk.say('main-menu') }).waitFor();
}

/** A user with a password, and the time zone on the user's own page where there is one to set. */
export async function hire(desk, { user_name, first_name, last_name, role, password }, time_zone) {
  const { drawer } = desk;
  await desk.area('users-title');
  await desk.press('users-new');
  await desk.fill({ 'users-first-name': first_name, 'users-last-name': last_name, 'users-user-name': user_name, 'users-password': password }, drawer);
  await desk.field('users-role', drawer).selectOption({ label: desk.say(`role-${role}`) });
  await desk.press('create', drawer);
  await desk.is(`${first_name} ${last_name}`);
  if (!time_zone) return;
  await desk.pick('users-time-zone', time_zone);
  await desk.save();
}

/** Where the user whose page it is signs in. */
async function place(desk) {
  await desk.tab('users-tab-access');
  return desk.copied('users-sign-in-at');
}

/** The one-time link of the first start, and the assistant as far as the reseller. */
export async function claim(desk, link, { user_name, first_name, last_name, password }, reseller) {
  await desk.open(link);
  await desk.fill({ 'users-first-name': first_name, 'users-last-name': last_name, 'users-user-name': user_name, 'users-password': password, 'start-confirmation': password });
  await desk.press('start-claim-submit');
  await desk.page.getByRole('heading', { level: 2, name: desk.say('start-address-title') }).waitFor();
  await desk.press('start-next');
  await desk.fill({ 'start-reseller-name': reseller.title, 'resellers-short-name': reseller.name });
  await desk.press('start-reseller-create');
  await desk.page.getByRole('heading', { level: 2, name: desk.say('start-tenant-title') }).waitFor();
}

/** The reseller's first colleague, hired by the operator in the reseller's own house; gives where to sign in. */
export async function staff(desk, { title, staff: colleague }) {
  await desk.area('resellers-title');
  await desk.follow(title);
  await desk.is(title);
  await desk.follow(desk.say('resellers-staff'));
  await desk.is(desk.say('users-title'));
  await hire(desk, colleague);
  return place(desk);
}

/** A company within its limits; the reseller's staff steps in and makes its administrator. Gives where to sign in. */
export async function found(desk, company) {
  const { drawer } = desk;
  await desk.area('tenants-title');
  await desk.press('tenants-new');
  await desk.fill({ 'tenants-name': company.title, 'tenants-short-name': company.name, 'tenants-domain': company.domain }, drawer);
  await desk.pick('tenants-country', company.country, drawer);
  await desk.field('tenants-language', drawer).selectOption(company.language);
  await desk.pick('tenants-time-zone', company.time_zone, drawer);
  for (const [limit, value] of Object.entries(company.limits)) await desk.field(`limit-${limit}`, drawer).fill(String(value));
  await desk.press('create', drawer);
  await desk.is(company.title);
  await desk.follow(desk.say('tenants-enter'));
  await desk.page.getByText(desk.say('stepped-in'), { exact: true }).waitFor();
  await hire(desk, company.administrator, company.time_zone);
  return place(desk);
}

/** The company's blueprint, as its page gives it to the reseller. */
export async function blueprint(desk, { title }) {
  await desk.area('tenants-title');
  await desk.follow(title);
  await desk.is(title);
  const [file] = await Promise.all([desk.page.waitForEvent('download'), desk.press('tenants-export')]);
  return { file: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}
