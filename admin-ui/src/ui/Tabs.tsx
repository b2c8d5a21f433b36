/** Tabs whose choice stands in the address, so that it can be linked and the way back works. */
import { type KeyboardEvent, type ReactNode, useId } from 'react';
import { useSearchParams } from 'react-router';
import styles from './Tabs.module.css';

export interface Tab {
  key: string;
  label: string;
  content: () => ReactNode;
}

export function Tabs({ tabs, label }: { tabs: readonly Tab[]; label: string }) {
  const [address, setAddress] = useSearchParams();
  const id = useId();
  const shown = tabs.find(({ key }) => key === address.get('tab')) ?? tabs[0];
  if (!shown) return null;
  const choose = (key: string) => setAddress(key === tabs[0]?.key ? {} : { tab: key }, { replace: true });
  const pressed = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = step && tabs[(tabs.indexOf(shown) + step + tabs.length) % tabs.length];
    if (!next) return;
    choose(next.key);
    document.getElementById(`${id}-${next.key}`)?.focus();
  };
  return (
    <>
      <div role="tablist" aria-label={label} className={styles.list} onKeyDown={pressed}>
        {tabs.map((tab) => (
          <button
            key={tab.key}
            id={`${id}-${tab.key}`}
            type="button"
            role="tab"
            aria-selected={tab === shown}
            aria-controls={`${id}-panel`}
            tabIndex={tab === shown ? 0 : -1}
            className={styles.tab}
            onClick={() => choose(tab.key)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${shown.key}`} className={styles.panel}>
        {shown.content()}
      </div>
    </>
  );
}
