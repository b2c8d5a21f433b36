/** The texts that are loaded: the frame's, and those of the areas that pages brought, in the reader's language alone. */
import { FluentBundle, FluentResource } from '@fluent/bundle';

/** The words around the pages, and those that several areas share. */
export const FRAME = 'frame';

/** Reads the texts of an area in a language. */
export type Reader = (language: string, area: string) => Promise<readonly string[]>;

interface Shelf {
  bundle: FluentBundle;
  /** What is there or on its way, by area. */
  loading: Map<string, Promise<void>>;
}

export class TextStore {
  readonly #read: Reader;
  readonly #areas = new Set([FRAME]);
  readonly #shelves = new Map<string, Shelf>();
  #shown: string | undefined;
  #wanted: string | undefined;

  constructor(read: Reader) {
    this.#read = read;
  }

  /** Loads in this language what was brought so far, and gives it whole: a page that changes its language shows no keys. */
  async open(language: string): Promise<FluentBundle> {
    this.#wanted = language;
    try {
      // A page may bring another area meanwhile.
      for (let known = 0; known < this.#areas.size; ) {
        known = this.#areas.size;
        await this.#all([language], [...this.#areas]);
      }
    } catch (error) {
      if (this.#wanted === language) this.#wanted = this.#shown;
      throw error;
    }
    if (this.#wanted === language) this.#shown = language;
    return this.#shelf(language).bundle;
  }

  /** The texts, where this language is shown already. */
  opened(language: string): FluentBundle | undefined {
    return this.#shown === language ? this.#shelf(language).bundle : undefined;
  }

  /** Ready when these areas are there, too, in the language shown and in one that is on its way. */
  async bring(areas: readonly string[]): Promise<void> {
    for (const area of areas) this.#areas.add(area);
    const languages = [...new Set([this.#shown, this.#wanted])].filter((language) => language !== undefined);
    await this.#all(languages, areas);
  }

  async #all(languages: readonly string[], areas: readonly string[]): Promise<void> {
    await Promise.all(languages.flatMap((language) => areas.map((area) => this.#load(language, area))));
  }

  #load(language: string, area: string): Promise<void> {
    const { bundle, loading } = this.#shelf(language);
    const begun = loading.get(area);
    if (begun) return begun;
    const load = this.#read(language, area).then((texts) => {
      for (const text of texts) bundle.addResource(new FluentResource(text));
    });
    loading.set(area, load);
    // The network may come back.
    load.catch(() => loading.delete(area));
    return load;
  }

  #shelf(language: string): Shelf {
    const known = this.#shelves.get(language);
    if (known) return known;
    const shelf = { bundle: new FluentBundle(language, { useIsolating: false }), loading: new Map() };
    this.#shelves.set(language, shelf);
    return shelf;
  }
}

const files = import.meta.glob<string>(['./**/*.ftl', '../features/*/*.ftl'], { query: '?raw', import: 'default' });

const place = (area: string) => (area === FRAME ? './' : `../features/${area}/`);

export const store = new TextStore((language, area) => {
  const own = Object.keys(files).filter((name) => name.startsWith(place(area)) && name.endsWith(`/${language}.ftl`));
  if (own.length === 0) throw new Error(`there are no texts of ${area} in ${language}`);
  return Promise.all(own.map((name) => files[name]?.() ?? ''));
});
