/** A form in a drawer: its fields, what the server refused, and the buttons in the foot; it asks before typed text is lost. */
import { type ReactNode, useId } from 'react';
import { useTexts } from '../i18n/Language';
import { useLeave } from '../ui/Confirm';
import { Dialog } from '../ui/Dialog';
import { DrawerButtons, DrawerForm } from './FormParts';
import type { Form } from './useForm';

interface Properties<V> {
  title: string;
  form: Form<V>;
  close: () => void;
  /** What the button says: *save* unless given. */
  act?: string;
  wide?: boolean;
  children: ReactNode;
}

export function FormDrawer<V>({ title, form, close, act, wide = false, children }: Properties<V>) {
  const t = useTexts();
  const leave = useLeave(close);
  const id = useId();
  return (
    <Dialog opened kind="drawer" close={leave} title={title} wide={wide} foot={<DrawerButtons form={form} id={id} cancel={leave} label={act ?? t('save')} />}>
      <DrawerForm id={id} form={form}>
        {children}
      </DrawerForm>
    </Dialog>
  );
}
