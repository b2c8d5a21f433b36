/** A form: what was typed, which of it breaks the server's rules, and what the server said. */
import { type FormEvent, useCallback, useRef, useState } from 'react';
import type { ApiProblem } from '../api/client';
import type { SchemaName } from '../api/types';
import { type Texts, useTexts } from '../i18n/Language';
import { problemText } from '../i18n/problem';
import { at, same, withAt } from './pointer';
import { broken, rulesOf, wordsOf } from './rules';
import { useUnsaved } from './unsaved';

interface Options<V, T> {
  initial: V;
  /** The schema whose rules its fields keep. */
  schema: SchemaName;
  /** Sends the values; `start` is what they were when the typing began. */
  save: (values: V, start: V) => Promise<T>;
  saved?: (answer: T) => void;
  /** Further rules, as texts by pointer. */
  check?: (values: V, t: Texts) => Record<string, string | undefined>;
}

/** What a field shows and does. */
export interface FieldState {
  id: string;
  value: unknown;
  error: string | undefined;
  required: boolean;
  maxLength: number | undefined;
  set: (value: unknown) => void;
  leave: () => void;
}

export interface Form<V> {
  values: V;
  set: (pointer: string, value: unknown) => void;
  field: (pointer: string) => FieldState;
  dirty: boolean;
  busy: boolean;
  /** What the server refused and no field shows. */
  problem: ApiProblem | undefined;
  submit: (event?: FormEvent) => void;
  reset: () => void;
  /** Begins anew with these values. */
  restart: (values: V) => void;
}

export function useForm<V extends object, T>(options: Options<V, T>): Form<V> {
  const t = useTexts();
  const { initial, schema, save, saved, check } = options;
  const [start, setStart] = useState(initial);
  const [values, setValues] = useState(initial);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const fields = useRef(new Map<string, string>());
  const dirty = !same(start, values);
  useUnsaved(dirty && !busy);

  // What the server has meanwhile is shown, unless something was typed. While rendering, not in an effect: that could
  // run after the first keystroke and undo it.
  const [known, setKnown] = useState(initial);
  if (!same(known, initial)) {
    setKnown(initial);
    if (!dirty) {
      setStart(initial);
      setValues(initial);
    }
  }

  const set = useCallback((pointer: string, value: unknown) => {
    setValues((before) => withAt(before, pointer, value));
    setProblem((before) => (before && placeOf(before, fields.current) === pointer ? undefined : before));
  }, []);
  const own = check?.(values, t) ?? {};
  const breaks = (pointer: string): string | undefined => {
    const rule = broken(rulesOf(schema, pointer), at(values, pointer));
    return rule ? wordsOf(t, rule) : own[pointer];
  };
  const field = (pointer: string): FieldState => {
    const id = `field${pointer.replaceAll('/', '-')}`;
    fields.current.set(pointer, id);
    const refused = problem && placeOf(problem, fields.current) === pointer ? problemText(t, problem) : undefined;
    const rules = rulesOf(schema, pointer);
    return {
      id,
      value: at(values, pointer),
      error: refused ?? (tried || left.has(pointer) ? breaks(pointer) : undefined),
      required: rules.required ?? false,
      maxLength: rules.maxLength,
      set: (value) => set(pointer, value),
      leave: () => setLeft((before) => (before.has(pointer) ? before : new Set(before).add(pointer))),
    };
  };
  const focus = (pointer: string | undefined) => {
    const id = pointer && fields.current.get(pointer);
    if (id) requestAnimationFrame(() => document.getElementById(id)?.focus());
  };
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    setTried(true);
    const first = [...fields.current.keys()].find(breaks);
    if (first !== undefined) return focus(first);
    if (busy) return;
    setBusy(true);
    setProblem(undefined);
    save(values, start)
      .then(
        (answer) => {
          setStart(values);
          setTried(false);
          setLeft(new Set());
          saved?.(answer);
        },
        (refused: ApiProblem) => {
          setProblem(refused);
          focus(placeOf(refused, fields.current));
        },
      )
      .finally(() => setBusy(false));
  };
  const restart = (fresh: V) => {
    setStart(fresh);
    setValues(fresh);
    setProblem(undefined);
    setTried(false);
    setLeft(new Set());
  };
  const reset = () => restart(initial);
  const unplaced = problem && placeOf(problem, fields.current) === undefined ? problem : undefined;
  return { values, set, field, dirty, busy, problem: unplaced, submit, reset, restart };
}

/** The field that shows a refusal: the one named, or the one that holds it, as a list holds its third entry. */
export function placeOf({ pointer }: Pick<ApiProblem, 'pointer'>, fields: ReadonlyMap<string, string>): string | undefined {
  for (let place = pointer ?? ''; place !== ''; place = place.slice(0, place.lastIndexOf('/'))) if (fields.has(place)) return place;
  return undefined;
}
