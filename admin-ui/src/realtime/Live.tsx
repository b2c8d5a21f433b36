/** One event socket for all pages of a session. */
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { browser, type Connection, EventSocket, type ServerMessage } from './socket';

const Context = createContext<EventSocket | undefined>(undefined);

export function Live({ onEnded, children }: { onEnded: () => void; children: ReactNode }) {
  const [socket] = useState(() => new EventSocket(browser));
  useEffect(() => {
    const stop = socket.watch(() => {
      if (socket.status.state === 'ended') onEnded();
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
  }, [socket, onEnded]);
  return <Context value={socket}>{children}</Context>;
}

function useSocket(): EventSocket {
  const socket = useContext(Context);
  if (!socket) throw new Error('there is no Live around this component');
  return socket;
}

/** How the connection stands, and the way to try again now. */
export function useConnection(): { connection: Connection; retry: () => void } {
  const socket = useSocket();
  const connection = useSyncExternalStore(socket.watch, () => socket.status);
  return { connection, retry: socket.connect };
}

/** Hears every message while the component is there. `hear` must be stable. */
export function useMessages(hear: (message: ServerMessage) => void): void {
  const socket = useSocket();
  useEffect(() => socket.listen(hear), [socket, hear]);
}
