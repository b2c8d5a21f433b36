import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Brand } from '../api/types';

const tones = { accent: '#112233', strong: '#000011', soft: '#eeeeff', on: '#ffffff', corrected: false };
const brand = (more: Partial<Brand>): Brand => ({ product_name: 'Norte <Voz>', host_tells: false, ...more });

describe('a brand', () => {
  beforeAll(() => {
    vi.stubGlobal('localStorage', { getItem: () => null });
    vi.stubGlobal('document', { documentElement: { dataset: {} } });
  });

  it('stands above the tokens of both appearances', async () => {
    const { cssOf } = await import('./brand');
    const css = cssOf(brand({ colours: { chosen: '#112233', light: tones, dark: { ...tones, accent: '#aabbcc' } } }));
    expect(css).toContain(':root:root{--accent:#112233;');
    expect(css).toContain(":root:root[data-scheme='dark']{--accent:#aabbcc;");
    expect(cssOf(brand({}))).toBe('');
  });

  it('is a square logo in the tab, else a letter, else the product’s own', async () => {
    const { iconOf } = await import('./brand');
    const square = { path: '/api/v1/brand/logos/1', width: 64, height: 60 };
    expect(iconOf(brand({ logo_light: square }))).toBe(square.path);
    const letter = decodeURIComponent(iconOf(brand({ logo_light: { ...square, width: 300 } })));
    expect(letter).toContain('>N</text>');
    expect(decodeURIComponent(iconOf(brand({ product_name: '<x' })))).not.toContain('><<');
    expect(iconOf(brand({ product_name: 'Conmuta' }))).toBe('/favicon.svg');
  });
});
