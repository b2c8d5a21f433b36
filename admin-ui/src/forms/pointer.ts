/** JSON pointers (RFC 6901) into a form's values: the same words by which the server names the field at fault. */

type Tree = Record<string, unknown>;

const steps = (pointer: string): string[] => pointer.split('/').slice(1);

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

export function at(values: unknown, pointer: string): unknown {
  return steps(pointer).reduce<unknown>((value, step) => (isTree(value) ? value[step] : undefined), values);
}

/** A copy in which this one value is another. */
export function withAt<T>(values: T, pointer: string, value: unknown): T {
  const [step, ...rest] = steps(pointer);
  if (step === undefined) return value as T;
  const inner = rest.length > 0 ? withAt(isTree(values) ? values[step] : undefined, `/${rest.join('/')}`, value) : value;
  if (Array.isArray(values)) return values.with(Number(step), inner) as T;
  return { ...(isTree(values) ? values : {}), [step]: inner } as T;
}

/** Whether two values of a form say the same. */
export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The fields of the first level that differ: what a PATCH sends. */
export function changes<T extends object>(before: T, after: T): Partial<T> {
  const differing = Object.entries(after).filter(([key, value]) => !same(value, (before as Tree)[key]));
  return Object.fromEntries(differing) as Partial<T>;
}
