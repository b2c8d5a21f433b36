import { describe, expect, it } from 'vitest';
import { type Reader, TextStore } from './store';

/** A network that answers when it is told to. */
function network() {
  const asked: string[] = [];
  const waiting: { name: string; answer: (failure?: Error) => void }[] = [];
  const read: Reader = (language, area) =>
    new Promise((resolve, reject) => {
      const name = `${language} ${area}`;
      asked.push(name);
      waiting.push({ name, answer: (failure) => (failure ? reject(failure) : resolve([`${area}-word = ${name}`])) });
    });
  const answer = async (failure?: Error) => {
    for (const one of waiting.splice(0)) one.answer(failure);
    await new Promise((done) => setTimeout(done));
  };
  return { asked, read, answer };
}

const NO_NETWORK = new Error('no network');

describe('the texts', () => {
  it('are those of the areas brought, in the language shown alone, each read once', async () => {
    const { asked, read, answer } = network();
    const store = new TextStore(read);
    const opening = store.open('es');
    await answer();
    const bundle = await opening;
    const bringing = Promise.all([store.bring(['users', 'roles']), store.bring(['users'])]);
    expect(asked).toEqual(['es frame', 'es users', 'es roles']);
    expect(bundle.hasMessage('users-word')).toBe(false);
    await answer();
    await bringing;
    expect(bundle.getMessage('users-word')?.value).toBe('es users');
  });

  it('of a page asked for before the language is known come with the frame', async () => {
    const { asked, read, answer } = network();
    const store = new TextStore(read);
    await store.bring(['users']);
    const opening = store.open('es');
    expect(asked).toEqual(['es frame', 'es users']);
    await answer();
    expect((await opening).hasMessage('users-word')).toBe(true);
  });

  it('change their language as a whole, with what a page brings meanwhile', async () => {
    const { asked, read, answer } = network();
    const store = new TextStore(read);
    const first = store.open('es');
    await answer();
    const spanish = await first;
    const changing = store.open('en');
    const bringing = store.bring(['calls']);
    expect(asked).toEqual(['es frame', 'en frame', 'es calls', 'en calls']);
    await answer();
    await bringing;
    const english = await changing;
    expect([spanish, english].map((bundle) => bundle.getMessage('calls-word')?.value)).toEqual(['es calls', 'en calls']);
    const later = store.bring(['bans']);
    expect(asked.slice(4)).toEqual(['en bans']);
    await answer();
    await later;
  });

  it('stay as they are when another language cannot be had, and are asked for again', async () => {
    const { asked, read, answer } = network();
    const store = new TextStore(read);
    const first = store.open('es');
    await answer();
    await first;
    const changing = store.open('en');
    const refused = expect(changing).rejects.toBe(NO_NETWORK);
    await answer(NO_NETWORK);
    await refused;
    const bringing = store.bring(['users']);
    expect(asked).toEqual(['es frame', 'en frame', 'es users']);
    await answer();
    await bringing;
    const again = store.open('en');
    expect(asked.slice(3)).toEqual(['en frame', 'en users']);
    await answer();
    await again;
  });
});
