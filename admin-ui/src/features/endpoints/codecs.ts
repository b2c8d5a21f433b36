/** What codecs are called. */
const NAMES: Record<string, string> = { opus: 'Opus', g722: 'G.722', pcma: 'G.711 A-law', pcmu: 'G.711 µ-law' };

export const codecName = (codec: string): string => NAMES[codec.toLowerCase()] ?? codec;
