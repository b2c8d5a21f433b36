/** A button that opens a short list of acts or choices. Arrows move, Escape closes. */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Button, IconButton } from './Button';
import { CheckIcon, type Picture } from './icons';
import styles from './Menu.module.css';

export interface MenuItem {
  key: string;
  label: string;
  icon?: Picture;
  tone?: 'danger';
  /** Given for a choice: whether it is the present one. */
  chosen?: boolean;
  lang?: string;
  act: () => void;
}

interface Properties {
  icon: Picture;
  label: string;
  items: readonly (MenuItem | 'line')[];
  /** Shows the label beside the picture. */
  labelled?: boolean;
  /** Stays open after a choice, for several in a row. */
  several?: boolean;
}

export function Menu({ icon, label, items, several = false, labelled = false }: Properties) {
  const [opened, setOpened] = useState(false);
  const whole = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const entries = () => [...(list.current?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])];
  const close = (back: boolean) => {
    setOpened(false);
    if (back) whole.current?.querySelector('button')?.focus();
  };
  useEffect(() => {
    if (!opened) return;
    const all = entries();
    (all.find((entry) => entry.getAttribute('aria-checked') === 'true') ?? all[0])?.focus();
    const away = (event: MouseEvent) => !whole.current?.contains(event.target as Node) && setOpened(false);
    document.addEventListener('mousedown', away);
    return () => document.removeEventListener('mousedown', away);
  }, [opened]);
  const pressed = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      close(true);
    } else if (event.key === 'Tab') {
      close(false);
    }
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const all = entries();
    all[(all.indexOf(document.activeElement as HTMLElement) + step + all.length) % all.length]?.focus();
  };
  const opener = {
    'aria-haspopup': 'menu',
    'aria-expanded': opened,
    'aria-controls': opened ? id : undefined,
    onClick: () => setOpened(!opened),
  } as const;
  return (
    <div ref={whole} className={styles.whole} onKeyDown={opened ? pressed : undefined}>
      {labelled ? (
        <Button icon={icon} {...opener}>
          {label}
        </Button>
      ) : (
        <IconButton icon={icon} label={label} data-side="edge" {...opener} />
      )}
      {opened && (
        <div ref={list} id={id} role="menu" aria-label={label} className={styles.list}>
          {items.map((item, place) =>
            item === 'line' ? (
              <hr key={`line${place}`} className={styles.line} />
            ) : (
              <Entry key={item.key} item={item} several={several} done={() => !several && close(true)} />
            ),
          )}
        </div>
      )}
    </div>
  );
}

function Entry({ item, several, done }: { item: MenuItem; several: boolean; done: () => void }) {
  const Icon = item.chosen ? CheckIcon : item.icon;
  const role = item.chosen === undefined ? 'menuitem' : several ? 'menuitemcheckbox' : 'menuitemradio';
  const act = () => {
    done();
    item.act();
  };
  return (
    <button type="button" role={role} aria-checked={item.chosen} tabIndex={-1} lang={item.lang} className={styles.item} data-tone={item.tone} onClick={act}>
      <span className={styles.picture}>{Icon && <Icon size={16} />}</span>
      {item.label}
    </button>
  );
}
