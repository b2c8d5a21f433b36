/** One ban: all that is known of it, and the way to lift it. */
import { useState } from 'react';
import { Link } from 'react-router';
import { ApiProblem } from '../../api/client';
import { useTenantNames } from '../../api/lookup';
import { usePlace } from '../../api/place';
import type { Ban } from '../../api/types';
import { useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Facts } from '../../ui/Page';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { useTell } from '../../ui/Toasts';
import styles from './BanDrawer.module.css';
import { useBanActs } from './useBans';

export function BanDrawer({ ban, writes, close }: { ban: Ban; writes: boolean; close: () => void }) {
  const t = useTexts();
  const tell = useTell();
  const { path } = usePlace();
  const { exact, number } = useFormats();
  const { lift } = useBanActs();
  const [problem, setProblem] = useState<ApiProblem>();
  const names = useTenantNames(ban.touched);
  const lifted = async () => {
    try {
      await lift(ban.id);
      tell({ text: t('bans-lifted', { network: ban.network }) });
      close();
    } catch (refused) {
      if (!(refused instanceof ApiProblem)) throw refused;
      setProblem(refused);
    }
  };
  const address = ban.network.replace(/\/\d+$/, '');
  return (
    <Dialog
      opened
      kind="drawer"
      close={close}
      title={ban.network}
      foot={
        writes && (
          <Button look="danger" onClick={() => void lifted()}>
            {t('bans-lift')}
          </Button>
        )
      }
    >
      <Facts
        inDrawer
        facts={[
          [t('bans-why'), t(`ban-why-${ban.why.replaceAll('_', '-')}`)],
          [t('bans-side'), t(`ban-side-${ban.side}`)],
          [t('bans-since'), exact(ban.since)],
          [t('bans-until'), ban.until ? exact(ban.until) : t('bans-forever')],
          [t('bans-strikes'), number(ban.strikes)],
          [t('bans-dropped'), number(ban.dropped)],
          [t('bans-seen'), ban.seen_at && exact(ban.seen_at)],
          [t('bans-made-by'), ban.made_by || t('bans-made-by-exchange')],
          [t('bans-note'), ban.note],
          [t('bans-touched'), ban.touched.map((id) => names.get(id)?.title ?? '…').join(', ')],
        ]}
      />
      <p className={styles.lead}>{t(`ban-side-lead-${ban.side}`)}</p>
      <p className={styles.lead}>
        <Link to={path(`/security-events?source=${encodeURIComponent(address)}`)}>{t('bans-events')}</Link>
      </p>
      <ProblemNotice problem={problem} />
    </Dialog>
  );
}
