/** How near a limit is. */

export type Level = 'calm' | 'near' | 'full';

/** From so much of a limit on somebody should look. */
const NEAR = 0.8;

export function levelOf(used: number, most: number | null | undefined): Level {
  if (most === null || most === undefined) return 'calm';
  if (used >= most) return 'full';
  return used >= NEAR * most ? 'near' : 'calm';
}

/** How much of the bar is filled, 0 to 100. */
export function percentOf(used: number, most: number | null | undefined): number {
  if (most === null || most === undefined) return 0;
  return most === 0 ? 100 : Math.min(100, Math.round((100 * used) / most));
}
