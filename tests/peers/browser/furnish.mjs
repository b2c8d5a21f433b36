// Rows as a furniture maker of some size has them, so that pages are seen as their users see them.
const FIRST = 'Ana Luis Marta Javier Carmen Pablo Lucía Diego Elena Sergio Núria Andrés Sofía Raúl Teresa Iván Laura Óscar Paula Marcos Inés Hugo Clara Bruno'.split(' ');
const LAST = 'García Fernández López Martínez Sánchez Pérez Gómez Ruiz Díaz Moreno Muñoz Álvarez Romero Navarro Torres Domínguez Vázquez Serrano Blanco Molina Castro Ortega Núñez Iglesias'.split(' ');
const DEPARTMENTS = ['Ventas', 'Taller', 'Almacén', 'Recepción', 'Contabilidad', 'Diseño', 'Logística'];
const ROLES = ['member', 'member', 'agent', 'supervisor'];
const PEOPLE = 60;

const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

async function users({ ask }) {
  const made = [];
  for (let place = 0; place < PEOPLE; place += 1) {
    const [first, last] = [FIRST[place % FIRST.length], LAST[(place * 7) % LAST.length]];
    const user_name = `${plain(first)}.${plain(last)}${place < FIRST.length ? '' : place}`;
    const person = { user_name, first_name: first, last_name: last, role: ROLES[place % 4], department: DEPARTMENTS[place % 7], email: `${user_name}@alder.example`, enabled: place % 13 !== 5 };
    made.push(await ask('POST', '/users', person));
  }
  return made;
}

async function telephony({ ask }, owners) {
  const { items } = await ask('GET', '/endpoints');
  for (const [place, { id }] of items.entries()) await ask('PATCH', `/endpoints/${id}`, { owner: owners[place].id });
  for (let place = 0; place < 12; place += 1) {
    const { id } = await ask('POST', '/endpoints', { name: `${DEPARTMENTS[place % 7]} ${1 + Math.floor(place / 7)}`, owner: owners[4 + place].id });
    await ask('POST', '/extensions', { number: String(1010 + place), endpoint: id, kind: 'endpoint' });
  }
  const norte = await ask('POST', '/trunks', {
    name: 'Carrier Norte',
    secret: 'kept-by-the-carrier',
    settings: { gateways: [{ host: '127.0.0.1', port: 15999, transport: 'udp' }, { host: '192.0.2.20', transport: 'tls', priority: 1 }], registration: { user: '34910000100' }, options_secs: 10 },
  });
  const vigo = await ask('POST', '/trunks', { name: 'Sucursal Vigo', settings: { gateways: [{ host: '192.0.2.21' }], dialling: 'extensions', options_secs: 0 } });
  const phones = [['yealink', 'T46U', 'Recepción'], ['grandstream', 'GXP2170', 'Taller'], ['fanvil', 'X4U', 'Almacén'], ['polycom', 'VVX 411', 'Sala de reuniones']];
  for (const [place, [vendor, model, name]] of phones.entries()) await ask('POST', '/desk-phones', { mac: `00156500000${place}`, vendor, model, name, lines: [items[place % items.length].id] });
  await ask('POST', '/roles', { name: 'recepcion', title: 'Recepción', permissions: ['users.read', 'calls.read', 'cdrs.read'] });
  await ask('POST', '/numbers', { number: '+34910000199', label: 'Fax antiguo' });
  await ask('POST', '/outbound-routes', { name: 'Móviles', patterns: ['+34[67]XXXXXXXX'], trunks: [norte.id, vigo.id] });
  await ask('POST', '/outbound-routes', { name: 'España', patterns: ['+34XXXXXXXXX'], trunks: [norte.id] });
}

async function tenants({ ask }) {
  for (const [name, title] of [['cedro', 'Cedro Seguros'], ['encina', 'Encina Dental'], ['haya', 'Haya Viajes']]) {
    const tenant = await ask('POST', '/tenants', { name, title, country: 'ES', language: 'es', time_zone: 'Europe/Madrid', domain: `${name}.example`, limits: { users: 50, endpoints: 60, concurrent_calls: 20 } });
    if (name === 'encina') await ask('POST', `/tenants/${tenant.id}/suspend`, { reason: 'Invoices' });
  }
}

/** Fills the demo. */
export async function furnish({ administrator, reseller, operator }) {
  await telephony(administrator, await users(administrator));
  await tenants(reseller);
  await operator.ask('POST', '/bans', { network: '203.0.113.0/24', note: 'Probes' });
  await operator.ask('POST', '/resellers', { name: 'norte', title: 'Norte Comunicaciones', quota: { tenants: 50, endpoints: 5000, concurrent_calls: 500 } });
}
