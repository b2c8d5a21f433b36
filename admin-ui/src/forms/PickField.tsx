/** A field whose value is picked from a list that is searched while typing (ARIA combobox). */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTexts } from '../i18n/Language';
import { IconButton } from '../ui/Button';
import { ChevronDownIcon, CloseIcon } from '../ui/icons';
import { Field, tied } from './Field';
import styles from './Field.module.css';
import pick from './PickField.module.css';
import type { Option } from './fields';
import type { FieldState } from './useForm';

export interface PickOption extends Option {
  detail?: string;
}

interface Properties {
  field: FieldState;
  label: string;
  hint?: string;
  wide?: boolean;
  /** Those that match the words; `undefined` while they are looked for. */
  useOptions: (words: string, opened: boolean) => PickOption[] | undefined;
  /** What the present value is called. */
  chosen: string;
  /** What stands there when nothing is picked; without it something must be. */
  empty?: string;
}

export function PickField({ field, label, hint, wide = false, useOptions, chosen, empty }: Properties) {
  const t = useTexts();
  const id = useId();
  const [words, setWords] = useState<string>();
  const [active, setActive] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const opened = words !== undefined;
  const options = useOptions(words ?? '', opened);
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [active, opened]);

  const open = () => {
    setActive(0);
    setWords((before) => before ?? '');
  };
  const choose = (option: PickOption) => {
    field.set(option.value);
    setWords(undefined);
  };
  const pressed = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (!opened) return open();
      setActive((before) => Math.min(Math.max(before + step, 0), Math.max((options?.length ?? 1) - 1, 0)));
    } else if (event.key === 'Enter' && opened) {
      event.preventDefault();
      const option = options?.[active];
      if (option) choose(option);
    } else if (event.key === 'Escape' && opened) {
      // The dialog around it stays.
      event.preventDefault();
      event.stopPropagation();
      setWords(undefined);
    }
  };
  const picked = field.value !== null && field.value !== undefined && field.value !== '';
  return (
    <Field id={field.id} label={label} hint={hint} error={field.error} required={field.required} wide={wide}>
      <div className={`${styles.with} ${pick.whole}`}>
        <input
          {...tied(field.id, hint, field.error, field.required)}
          className={styles.control}
          role="combobox"
          aria-expanded={opened}
          aria-controls={opened ? id : undefined}
          aria-autocomplete="list"
          aria-activedescendant={opened && options?.[active] ? `${id}-${active}` : undefined}
          autoComplete="off"
          spellCheck={false}
          placeholder={picked ? chosen : (empty ?? t('pick-search'))}
          value={words ?? (picked ? chosen : '')}
          onClick={open}
          onChange={({ currentTarget: { value } }) => {
            setActive(0);
            setWords(value);
          }}
          onKeyDown={pressed}
          onBlur={() => {
            setWords(undefined);
            field.leave();
          }}
        />
        {picked && empty !== undefined ? (
          <IconButton icon={CloseIcon} label={t('pick-clear', { label })} data-side="left" onClick={() => field.set(null)} />
        ) : (
          <span className={pick.arrow}>
            <ChevronDownIcon />
          </span>
        )}
        {opened && (
          <div ref={list} id={id} role="listbox" aria-label={label} className={pick.list}>
            {options?.map((option, place) => (
              <div
                key={option.value}
                id={`${id}-${place}`}
                role="option"
                aria-selected={place === active}
                className={pick.option}
                onMouseDown={(event) => event.preventDefault()}
                onMouseMove={() => setActive(place)}
                onClick={() => choose(option)}
              >
                <span>{option.label}</span>
                {option.detail && <span className={pick.detail}>{option.detail}</span>}
              </div>
            ))}
            {options?.length === 0 && <p className={pick.none}>{t('pick-none')}</p>}
            {!options && <p className={pick.none}>{t('loading')}</p>}
          </div>
        )}
      </div>
    </Field>
  );
}
