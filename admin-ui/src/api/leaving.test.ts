import { QueryObserver } from '@tanstack/react-query';
import { afterEach, describe, expect, it } from 'vitest';
import { hold, release } from './leaving';
import { cacheOf } from './place';

const ID = 'usr_1';

describe('what is deleted on its own page', () => {
  afterEach(() => void release(ID));

  const shown = () => {
    const cache = cacheOf(() => undefined);
    const asked: string[] = [];
    const keys = [['users', 'one', ID], ['devices', ID], ['users', 'list', { search: '' }], ['users', 'one', 'usr_2']];
    const stop = keys.map((queryKey) => new QueryObserver(cache, { queryKey, queryFn: () => asked.push(String(queryKey.slice(0, 3))) }).subscribe(() => undefined));
    return { cache, asked, stop: () => stop.forEach((end) => end()) };
  };

  it('is not read again, while everything else is', async () => {
    const { cache, asked, stop } = shown();
    await cache.invalidateQueries();
    expect(asked).toContain(`users,one,${ID}`);
    asked.length = 0;
    hold(ID);
    await cache.invalidateQueries();
    expect(asked).toEqual(['users,list,[object Object]', 'users,one,usr_2']);
    stop();
  });

  it('is read again where it was not deleted after all', async () => {
    const { cache, asked, stop } = shown();
    hold(ID);
    await cache.invalidateQueries();
    asked.length = 0;
    expect(release(ID)).toBe(true);
    await cache.invalidateQueries();
    expect(asked).toHaveLength(4);
    stop();
  });
});
