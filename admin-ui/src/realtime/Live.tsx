/** One event socket for all pages of a place: its events keep the cache, and it says how it stands. */
import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { ME } from '../api/session';
import { LIVE_KEYS, merge } from './merge';
import { browserFor, type Connection, EventSocket } from './socket';

/** Events of one slice within so many milliseconds are answered by one reading. */
const GATHER_MS = 250;
/** A busy company ends several calls a second: its report need not be read as often. */
const GATHER_CALLS_MS = 2000;

const Context = createContext<EventSocket | undefined>(undefined);

interface Properties {
  tenant: string | undefined;
  onEnded: () => void;
  children: ReactNode;
}

export function Live({ tenant, onEnded, children }: Properties) {
  const cache = useQueryClient();
  const [socket] = useState(() => new EventSocket(browserFor(tenant)));
  useMerging(socket);
  useEffect(() => {
    const stop = socket.watch(() => {
      if (socket.status.state === 'ended') onEnded();
      // A socket refused because the session is over looks like a lost network: the answer to this tells them apart.
      if (socket.status.state === 'waiting') void cache.invalidateQueries({ queryKey: ME });
    });
    socket.connect();
    // Back from sleep or from a lost network there is no point in waiting on.
    const wake = () => {
      if (document.visibilityState === 'visible' && socket.status.state === 'waiting') socket.connect();
    };
    window.addEventListener('online', wake);
    document.addEventListener('visibilitychange', wake);
    return () => {
      window.removeEventListener('online', wake);
      document.removeEventListener('visibilitychange', wake);
      stop();
      socket.close();
    };
  }, [socket, cache, onEnded]);
  return <Context value={socket}>{children}</Context>;
}

function useMerging(socket: EventSocket): void {
  const cache = useQueryClient();
  useEffect(() => {
    const waiting = new Map<string, ReturnType<typeof setTimeout>>();
    const reread = (key: QueryKey) => {
      const slice = String(key[0]);
      if (waiting.has(slice)) return;
      const act = () => {
        waiting.delete(slice);
        void cache.invalidateQueries({ queryKey: key });
      };
      waiting.set(slice, setTimeout(act, slice === 'cdrs' ? GATHER_CALLS_MS : GATHER_MS));
    };
    const stop = socket.listen((message) => {
      if (message.type === 'event') return merge(cache, message.name, message.body, reread);
      // A reading that began before the socket stood may lack what happened in between.
      for (const queryKey of LIVE_KEYS) void cache.invalidateQueries({ queryKey });
    });
    return () => {
      stop();
      for (const timer of waiting.values()) clearTimeout(timer);
    };
  }, [socket, cache]);
}

/** How the connection stands, and the way to try again now. */
export function useConnection(): { connection: Connection; retry: () => void } {
  const socket = useContext(Context);
  if (!socket) throw new Error('there is no Live around this component');
  const connection = useSyncExternalStore(socket.watch, () => socket.status);
  return { connection, retry: socket.connect };
}
