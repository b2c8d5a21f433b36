/** What a person is called. */
import type { User } from '../../api/types';

/** First and last name, or the user name where there are none. */
export function personName({ first_name, last_name, user_name }: Pick<User, 'first_name' | 'last_name' | 'user_name'>): string {
  return [first_name, last_name].filter(Boolean).join(' ') || user_name;
}
