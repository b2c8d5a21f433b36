/** An API key: what it is for, what it may do, from where and until when. A new one shows its secret this once. */
import { useState } from 'react';
import { useZone } from '../../api/place';
import { useMe } from '../../api/session';
import type { ApiKey } from '../../api/types';
import { FormDrawer } from '../../forms/FormDrawer';
import { LinesField, TextField } from '../../forms/fields';
import { useForm } from '../../forms/useForm';
import { localOf, momentOf } from '../../forms/zoned';
import { useTexts } from '../../i18n/Language';
import { Button } from '../../ui/Button';
import { CopyLine } from '../../ui/CopyLine';
import { Dialog } from '../../ui/Dialog';
import { useTell } from '../../ui/Toasts';
import { PermissionPicker } from '../roles/PermissionPicker';
import styles from './KeyDrawer.module.css';
import { useKeyActs } from './useKeys';

interface Draft {
  name: string;
  scopes: string[];
  addresses: string[];
  /** The last day, as the calendar says it. */
  expires_at: string;
}

export function KeyDrawer({ apiKey, close }: { apiKey: ApiKey | undefined; close: () => void }) {
  const t = useTexts();
  const tell = useTell();
  const zone = useZone();
  const held = (useMe().data?.permissions ?? []).map((name) => ({ name, held: true }));
  const [made, setMade] = useState<ApiKey>();
  const { create, change } = useKeyActs();
  const form = useForm<Draft, ApiKey>({
    initial: {
      name: apiKey?.name ?? '',
      scopes: apiKey?.scopes ?? [],
      addresses: apiKey?.addresses ?? [],
      expires_at: apiKey?.expires_at ? localOf(Date.parse(apiKey.expires_at), zone).slice(0, 10) : '',
    },
    schema: 'NewApiKey',
    save: ({ expires_at: day, ...draft }) => {
      const until = day ? momentOf(`${day}T23:59`, zone) : undefined;
      if (apiKey) return change(apiKey.id, { ...draft, expires_at: until ?? null });
      return create({ ...draft, ...(until ? { expires_at: until } : {}) });
    },
    saved: (answer) => {
      if (answer.secret) return setMade(answer);
      tell({ text: t('saved') });
      close();
    },
    check: ({ scopes }, say) => ({ '/scopes': scopes.length > 0 ? undefined : say('problem-api_keys-no_scope') }),
  });
  if (made) return <Made apiKey={made} close={close} />;
  return (
    <FormDrawer wide title={apiKey ? apiKey.name : t('api-keys-new')} form={form} close={close} act={apiKey ? t('save') : t('create')}>
      <TextField field={form.field('/name')} label={t('api-keys-name')} hint={t('api-keys-name-hint')} first />
      <div className={styles.scopes}>
        <h3 className={styles.heading}>{t('api-keys-scopes')}</h3>
        <p className={styles.lead}>{t('api-keys-scopes-hint')}</p>
        <PermissionPicker permissions={held} field={form.field('/scopes')} readOnly={false} />
      </div>
      <LinesField field={form.field('/addresses')} label={t('api-keys-addresses')} hint={t('api-keys-addresses-hint')} placeholder={'203.0.113.7\n2001:db8::/64'} />
      <TextField field={form.field('/expires_at')} label={t('api-keys-last-day')} hint={t('api-keys-last-day-hint')} type="date" />
    </FormDrawer>
  );
}

function Made({ apiKey, close }: { apiKey: ApiKey; close: () => void }) {
  const t = useTexts();
  return (
    <Dialog
      opened
      kind="drawer"
      close={close}
      title={t('api-keys-made', { name: apiKey.name })}
      foot={
        <Button look="primary" data-first onClick={close}>
          {t('done')}
        </Button>
      }
    >
      <div className={styles.made}>
        <p className={styles.lead}>{t('api-keys-made-lead')}</p>
        <CopyLine label={t('api-keys-secret')} value={apiKey.secret ?? ''} />
        <p className={styles.lead}>{t('api-keys-use')}</p>
        <pre className={styles.example}>{`curl -H 'Authorization: Bearer ${apiKey.prefix}…' \\\n  ${window.location.origin}/api/v1/…`}</pre>
      </div>
    </Dialog>
  );
}
