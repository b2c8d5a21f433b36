/** Dialogs and drawers on the browser's own `<dialog>`: it keeps the focus inside and closes at Escape. */
import { type ReactNode, type SyntheticEvent, useEffect, useId, useRef } from 'react';
import { useTexts } from '../i18n/Language';
import { IconButton } from './Button';
import styles from './Dialog.module.css';
import { CloseIcon } from './icons';

interface Properties {
  opened: boolean;
  close: () => void;
  title: string;
  /** A drawer stands at the side and is for longer forms. */
  kind?: 'dialog' | 'drawer';
  /** A wide one, for tables and texts. */
  wide?: boolean;
  /** There is nothing in it but text: the text itself takes the focus, so that keys can scroll it. */
  reading?: boolean;
  children: ReactNode;
  /** Buttons below, always in sight. */
  foot?: ReactNode;
}

export function Dialog(properties: Properties) {
  return properties.opened ? <Opened {...properties} /> : null;
}

function Opened({ close, title, kind = 'dialog', wide = false, reading = false, children, foot }: Properties) {
  const t = useTexts();
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const dialog = element.current;
    if (!dialog) return;
    const before = document.activeElement;
    dialog.showModal();
    (dialog.querySelector<HTMLElement>('[data-first]') ?? dialog.querySelector('h2'))?.focus();
    return () => {
      dialog.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const cancelled = (event: SyntheticEvent) => {
    if (event.target !== element.current) return;
    event.preventDefault();
    close();
  };
  return (
    <dialog
      ref={element}
      className={styles[kind]}
      data-wide={wide}
      aria-labelledby={heading}
      onCancel={cancelled}
      onMouseDown={(event) => event.target === element.current && close()}
    >
      <div className={styles.inner}>
        <header className={styles.head}>
          <h2 id={heading} tabIndex={-1} className={styles.title}>
            {title}
          </h2>
          <IconButton icon={CloseIcon} label={t('close')} data-side="left" onClick={close} />
        </header>
        <div className={styles.body} {...(reading ? { tabIndex: 0, role: 'region', 'aria-labelledby': heading } : {})}>
          {children}
        </div>
        {foot && <footer className={styles.foot}>{foot}</footer>}
      </div>
    </dialog>
  );
}
