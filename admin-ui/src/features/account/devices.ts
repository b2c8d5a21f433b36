/** What a browser says it is (`User-Agent`), in the two words that people know. */

const BROWSERS: readonly [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/(Chrome|Chromium|CriOS)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];

const SYSTEMS: readonly [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/Linux|X11/, 'Linux'],
];

const first = (agent: string, known: readonly [RegExp, string][]) => known.find(([sign]) => sign.test(agent))?.[1];

/** `Chrome · Linux`; a program's own first word where it is no browser. */
export function deviceOf(agent: string): string {
  const names = [first(agent, BROWSERS), first(agent, SYSTEMS)].filter(Boolean);
  return names.length > 0 ? names.join(' · ') : (agent.split(/[\s/]/)[0] ?? '');
}
