/** The own photo: chosen, shown, taken away. */
import { useRef, useState } from 'react';
import { ApiProblem } from '../../api/client';
import type { Me } from '../../api/types';
import { useTexts } from '../../i18n/Language';
import { problemText } from '../../i18n/problem';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { useTell } from '../../ui/Toasts';
import styles from './PhotoField.module.css';
import { portrait } from './photo';
import { useAccountActs } from './useAccount';

export function PhotoField({ me }: { me: Me }) {
  const t = useTexts();
  const tell = useTell();
  const { setPhoto, removePhoto } = useAccountActs();
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const act = (work: Promise<unknown>) => {
    setBusy(true);
    const trouble = (problem: unknown) => tell({ text: problem instanceof ApiProblem ? problemText(t, problem) : t('problem-photos-no_picture'), tone: 'trouble' });
    work.then(() => tell({ text: t('saved') }), trouble).finally(() => setBusy(false));
  };
  const chosen = (file: File | undefined) => file && act(portrait(file).then(setPhoto));
  return (
    <div className={styles.photo}>
      <Avatar user={me.user} own size="large" />
      <div>
        <div className={styles.acts}>
          <Button busy={busy} onClick={() => input.current?.click()}>
            {t(me.user.photo ? 'account-photo-change' : 'account-photo-choose')}
          </Button>
          {me.user.photo && (
            <Button look="quiet" onClick={() => act(removePhoto())}>
              {t('account-photo-remove')}
            </Button>
          )}
        </div>
        <p className={styles.hint}>{t('account-photo-hint')}</p>
      </div>
      <input
        ref={input}
        type="file"
        hidden
        accept="image/jpeg,image/png,image/webp"
        aria-label={t('account-photo-choose')}
        onChange={({ currentTarget }) => {
          chosen(currentTarget.files?.[0]);
          currentTarget.value = '';
        }}
      />
    </div>
  );
}
