/** The event socket: connects, goes on after a break where it was, and tells how it stands. */

/** What the server sends. */
export type ServerMessage =
  | { type: 'hello'; cursor: string }
  | { type: 'resync'; cursor: string }
  | { type: 'event'; cursor: string; name: string; body: unknown };

/** How the connection stands. */
export type Connection = { state: 'connecting' } | { state: 'live' } | { state: 'waiting'; until: number } | { state: 'ended' };

export interface Surroundings {
  /** Opens a socket; tells each text and its end. Gives the way to close it. */
  open(since: string | undefined, hear: (text: string) => void, lost: (code: number) => void): () => void;
  now(): number;
  later(act: () => void, ms: number): () => void;
  random(): number;
}

/** The server closes with this code when the session has ended. */
const POLICY = 1008;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

export class EventSocket {
  private shut: (() => void) | undefined;
  private cursor: string | undefined;
  private attempts = 0;
  private cancel: (() => void) | undefined;
  private connection: Connection = { state: 'connecting' };
  private readonly watchers = new Set<() => void>();
  private readonly listeners = new Set<(message: ServerMessage) => void>();

  constructor(private readonly around: Surroundings) {}

  get status(): Connection {
    return this.connection;
  }

  /** Tells of each change of `status`. Gives the way to stop it. */
  watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  /** Tells of each message. Gives the way to stop it. */
  listen(listener: (message: ServerMessage) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Connects, at once. */
  connect = (): void => {
    this.cancel?.();
    this.drop();
    this.become({ state: 'connecting' });
    this.shut = this.around.open(
      this.cursor,
      (text) => this.hear(text),
      (code) => this.lost(code),
    );
  };

  /** Ends it for good. */
  close(): void {
    this.cancel?.();
    this.drop();
    this.become({ state: 'ended' });
  }

  private hear(text: string): void {
    const message = JSON.parse(text) as ServerMessage;
    this.cursor = message.cursor;
    if (message.type === 'hello') {
      this.attempts = 0;
      this.become({ state: 'live' });
    }
    for (const listener of this.listeners) listener(message);
  }

  private lost(code: number): void {
    if (code === POLICY) {
      this.become({ state: 'ended' });
      return;
    }
    // Clients that lost the same server must not come back all at once.
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.attempts);
    const wait = Math.round(longest * (0.5 + this.around.random() / 2));
    this.attempts += 1;
    this.become({ state: 'waiting', until: this.around.now() + wait });
    this.cancel = this.around.later(this.connect, wait);
  }

  private drop(): void {
    this.shut?.();
    this.shut = undefined;
  }

  private become(connection: Connection): void {
    this.connection = connection;
    for (const watcher of this.watchers) watcher();
  }
}

/** The browser's surroundings; staff names the tenant stepped down into. */
export function browserFor(tenant: string | undefined): Surroundings {
  return {
    open(since, hear, lost) {
      const url = new URL('/api/v1/events', location.href);
      url.protocol = url.protocol.replace('http', 'ws');
      if (since) url.searchParams.set('since', since);
      if (tenant) url.searchParams.set('tenant', tenant);
      const socket = new WebSocket(url);
      socket.onmessage = ({ data }) => hear(String(data));
      socket.onclose = ({ code }) => lost(code);
      return () => {
        socket.onmessage = null;
        socket.onclose = null;
        socket.close();
      };
    },
    now: () => Date.now(),
    later(act, ms) {
      const timer = setTimeout(act, ms);
      return () => clearTimeout(timer);
    },
    random: Math.random,
  };
}
