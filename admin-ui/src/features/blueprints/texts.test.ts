import { describe, expect, it } from 'vitest';
import { around, csv, ofReseller, SHIPPED } from './texts';

describe('the text of a blueprint', () => {
  it('says whose the tenant becomes', () => {
    const text = '# a\n[tenant]\nname = "x"\nreseller = "demo"\n\n[tenant.limits]\n';
    expect(ofReseller(text, undefined)).toBe('# a\n[tenant]\nname = "x"\n\n[tenant.limits]\n');
    expect(ofReseller(text, 'norte')).toContain('[tenant]\nreseller = "norte"\nname');
  });

  it('is shown around the line at fault', () => {
    expect(around('a\nb\nc\nd\ne', 1).map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(around('a\nb\nc\nd\ne', 4).map(({ text }) => text)).toEqual(['b', 'c', 'd', 'e']);
  });

  it('comes with the product', () => {
    expect(SHIPPED.map(({ name }) => name).sort()).toEqual(['clinic', 'shop']);
  });

  it('gives its secrets as a file in which nothing is a formula', () => {
    expect(csv([['a"b', '=1+1'], ['c', 'd']])).toBe('"a""b","\'=1+1"\r\n"c","d"');
  });
});
