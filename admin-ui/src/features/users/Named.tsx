/** A user's face and name. */
import type { User } from '../../api/types';
import { Avatar } from '../../ui/Avatar';
import styles from './Named.module.css';
import { personName } from './names';

export function Named({ user }: { user: User }) {
  return (
    <span className={styles.named}>
      <Avatar user={user} />
      {personName(user)}
    </span>
  );
}
