import { describe, expect, it } from 'vitest';
import { EventSocket, type ServerMessage } from './socket';

class Stage {
  opened: { since: string | undefined; hear: (text: string) => void; lost: (code: number) => void }[] = [];
  timers: { act: () => void; ms: number }[] = [];
  around = {
    open: (since: string | undefined, hear: (text: string) => void, lost: (code: number) => void) => {
      this.opened.push({ since, hear, lost });
      return () => {};
    },
    now: () => 1000,
    later: (act: () => void, ms: number) => {
      const timer = { act, ms };
      this.timers.push(timer);
      return () => void this.timers.splice(this.timers.indexOf(timer), 1);
    },
    random: () => 1,
  };
  get last() {
    return this.opened[this.opened.length - 1]!;
  }
  say(message: ServerMessage) {
    this.last.hear(JSON.stringify(message));
  }
}

describe('the event socket', () => {
  it('goes on after the last cursor', () => {
    const stage = new Stage();
    const socket = new EventSocket(stage.around);
    socket.connect();
    stage.say({ type: 'hello', cursor: '1.a-0' });
    expect(socket.status).toEqual({ state: 'live' });
    stage.say({ type: 'event', cursor: '1.a-7', name: 'call.ringing', body: {} });
    stage.last.lost(1006);
    expect(socket.status).toEqual({ state: 'waiting', until: 1500 });
    stage.timers[0]!.act();
    expect(stage.opened.map(({ since }) => since)).toEqual([undefined, '1.a-7']);
  });

  it('waits longer each time, and not at all once it was live', () => {
    const stage = new Stage();
    const socket = new EventSocket(stage.around);
    socket.connect();
    for (let turn = 0; turn < 8; turn += 1) {
      stage.last.lost(1006);
      socket.connect();
    }
    stage.say({ type: 'hello', cursor: '1.a-0' });
    stage.last.lost(1012);
    expect(socket.status).toEqual({ state: 'waiting', until: 1500 });
  });

  it('ends with the session', () => {
    const stage = new Stage();
    const socket = new EventSocket(stage.around);
    socket.connect();
    stage.last.lost(1008);
    expect(socket.status).toEqual({ state: 'ended' });
    expect(stage.timers).toEqual([]);
  });
});
