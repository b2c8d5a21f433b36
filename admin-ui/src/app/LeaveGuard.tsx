/** Asks before a page with unsaved text is left for another. */
import { useEffect } from 'react';
import { useBlocker } from 'react-router';
import { anythingUnsaved } from '../forms/unsaved';
import { useTexts } from '../i18n/Language';
import { useConfirm } from '../ui/Confirm';

export function LeaveGuard() {
  const t = useTexts();
  const ask = useConfirm();
  const blocker = useBlocker(({ currentLocation, nextLocation }) => currentLocation.pathname !== nextLocation.pathname && anythingUnsaved());
  useEffect(() => {
    if (blocker.state !== 'blocked') return;
    const question = { title: t('unsaved-title'), lead: t('unsaved-lead'), act: t('unsaved-leave'), danger: true };
    void ask(question).then((yes) => (yes ? blocker.proceed() : blocker.reset()));
  }, [blocker, ask, t]);
  return null;
}
