/** The texts that begin a blueprint: those that come with the product, and what is changed in them by hand. */

const files = import.meta.glob<string>(['../../../../tenants/blueprints/clinic.toml', '../../../../tenants/blueprints/shop.toml'], { query: '?raw', import: 'default' });

/** Names of the blueprints that come with the product, and the way to their text. */
export const SHIPPED = Object.entries(files).map(([path, load]) => ({ name: path.split('/').at(-1)?.replace('.toml', '') ?? '', load }));

/** Says whose the tenant becomes; without a name that is left to who applies it. */
export function ofReseller(text: string, reseller: string | undefined): string {
  const without = text.replace(/^reseller = .*\n/m, '');
  return reseller ? without.replace(/^\[tenant\]\n/m, `[tenant]\nreseller = "${reseller}"\n`) : without;
}

/** A line of a text with those around it. */
export function around(text: string, line: number): { number: number; text: string }[] {
  const all = text.split('\n');
  const first = Math.max(1, line - 2);
  return all.slice(first - 1, line + 2).map((content, index) => ({ number: first + index, text: content }));
}

/** Comma-separated values, quoted as RFC 4180 says; what a spreadsheet would take for a formula is not one. */
export function csv(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  return rows.map((row) => row.map(cell).join(',')).join('\r\n');
}
