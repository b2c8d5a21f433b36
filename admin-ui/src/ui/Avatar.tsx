/** A person's photo, or the initials where there is none. Decoration: the name stands beside it. */
import { useQuery } from '@tanstack/react-query';
import { answered, type ApiProblem, apiOf } from '../api/client';
import { usePlace } from '../api/place';
import type { User } from '../api/types';
import { personName } from '../features/users/names';
import styles from './Avatar.module.css';

type Pictured = Pick<User, 'id' | 'first_name' | 'last_name' | 'user_name' | 'photo'>;

const home = apiOf();

interface Properties {
  user: Pictured;
  /** The person signed in, who may have stepped down into another tenant. */
  own?: boolean;
  size?: 'small' | 'large';
}

export function Avatar({ user, own = false, size = 'small' }: Properties) {
  const place = usePlace();
  const { id, photo } = user;
  // Asked for by the place's client, for an image's own request could not step down into a tenant.
  const { data } = useQuery<string, ApiProblem>({
    queryKey: ['photo', id, photo],
    queryFn: async ({ signal }) => {
      const asking = (own ? home : place.api).GET('/api/v1/users/{id}/photo', { params: { path: { id } }, parseAs: 'blob', signal });
      return URL.createObjectURL((await answered(asking)) as unknown as Blob);
    },
    enabled: Boolean(photo),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
  return data && photo ? (
    <img className={styles.face} data-size={size} src={data} alt="" />
  ) : (
    <span className={styles.face} data-size={size} data-initials={initials(personName(user))} aria-hidden="true" />
  );
}

/** Up to two letters. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => word?.charAt(0) ?? '').join('').toLocaleUpperCase();
}
