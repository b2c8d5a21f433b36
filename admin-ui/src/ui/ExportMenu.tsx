/** Fetches a file from the server, with its progress and the way to stop it. */
import { useRef, useState } from 'react';
import { ApiProblem } from '../api/client';
import { useFormats } from '../i18n/format';
import { useTexts } from '../i18n/Language';
import { problemText } from '../i18n/problem';
import { Button } from './Button';
import { DownloadIcon } from './icons';
import { Menu } from './Menu';
import { useTell } from './Toasts';

export interface Export {
  key: string;
  label: string;
  fetch: (signal: AbortSignal, told: (bytes: number) => void) => Promise<void>;
}

export function ExportMenu({ exports }: { exports: readonly Export[] }) {
  const t = useTexts();
  const tell = useTell();
  const { number } = useFormats();
  const [bytes, setBytes] = useState<number>();
  const stop = useRef<AbortController>(undefined);
  const run = ({ fetch }: Export) => {
    const control = new AbortController();
    stop.current = control;
    setBytes(0);
    fetch(control.signal, setBytes)
      .then(
        () => tell({ text: t('export-done') }),
        (fault: unknown) => {
          if (control.signal.aborted) return;
          tell({ text: problemText(t, fault instanceof ApiProblem ? fault : new ApiProblem(0, 'network')), tone: 'trouble' });
        },
      )
      .finally(() => setBytes(undefined));
  };
  if (bytes !== undefined) {
    return <Button onClick={() => stop.current?.abort()}>{t('export-stop', { size: number(bytes / 1e6, 1) })}</Button>;
  }
  return <Menu icon={DownloadIcon} label={t('export')} labelled items={exports.map((one) => ({ key: one.key, label: one.label, act: () => run(one) }))} />;
}
