/** One line of the audit log: what it was before and what after. */
import type { AuditLine } from '../../api/types';
import { useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Facts } from '../../ui/Page';
import styles from './AuditDrawer.module.css';
import { actionText, differences, objectName } from './actions';

interface Properties {
  line: AuditLine;
  close: () => void;
  /** Narrows the list to this actor or object. */
  only: (name: 'actor' | 'object', value: string) => void;
}

export function AuditDrawer({ line, close, only }: Properties) {
  const t = useTexts();
  const { exact } = useFormats();
  const changed = differences(line.before, line.after);
  const { actor, object } = line;
  return (
    <Dialog opened kind="drawer" close={close} title={actionText(t, line.action)}>
      <Facts
        inDrawer
        facts={[
          [t('audit-at'), exact(line.at)],
          [t('audit-actor'), line.actor_name],
          ...(line.actor_home ? [[t('audit-home'), line.actor_home_title] as const] : []),
          ...(line.grant ? [[t('audit-grant'), <code key="grant">{line.grant}</code>] as const] : []),
          [t('audit-source'), line.source],
          [t('audit-action'), <code key="action">{line.action}</code>],
          [t('audit-object'), objectName(line)],
          [t('audit-id'), object && <code key="object">{object}</code>],
        ]}
      />
      <div className={styles.acts}>
        {actor && (
          <Button size="small" onClick={() => only('actor', actor)}>
            {t('audit-only-actor')}
          </Button>
        )}
        {object && (
          <Button size="small" onClick={() => only('object', object)}>
            {t('audit-only-object')}
          </Button>
        )}
      </div>
      {changed.length > 0 && (
        <table className={styles.changes}>
          <caption className={styles.caption}>{t('audit-changes')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('audit-field')}</th>
              <th scope="col">{t('audit-before')}</th>
              <th scope="col">{t('audit-after')}</th>
            </tr>
          </thead>
          <tbody>
            {changed.map(({ field, before, after }) => (
              <tr key={field}>
                <th scope="row">
                  <code>{field}</code>
                </th>
                <td>{before === undefined ? '—' : <del>{before || '""'}</del>}</td>
                <td>{after === undefined ? '—' : <ins>{after || '""'}</ins>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Dialog>
  );
}
