/** Names for the shapes of the API that the pages speak of. */
import type { paths } from './generated';

/** The person signed in, where, and what they may do. */
export type Me = paths['/api/v1/me']['get']['responses']['200']['content']['application/json'];

/** A call as it stands now. */
export type ActiveCall =
  paths['/api/v1/calls']['get']['responses']['200']['content']['application/json']['items'][number];

/** One side of a call. */
export type Party = ActiveCall['caller'];
