import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import type { Device, Rows, Trunk } from '../api/types';
import { merge } from './merge';

const device = (id: string, user_agent = 'baresip'): Device =>
  ({ id, endpoint: 'end_1', user_agent, address: '', contact: '', transport: 'udp', since: '', expires: '' }) as Device;

function stage() {
  const cache = new QueryClient();
  const read: string[] = [];
  return { cache, read, hear: (name: string, body: unknown) => merge(cache, name, body, (key) => read.push(String(key[0]))) };
}

describe('events', () => {
  it('keep the list of devices, however often they come', () => {
    const { cache, read, hear } = stage();
    cache.setQueryData(['devices', 'end_1'], [device('a')]);
    hear('devices.registered', device('b'));
    hear('devices.registered', device('a', 'Yealink'));
    hear('devices.registered', device('a', 'Yealink'));
    expect(cache.getQueryData<Device[]>(['devices', 'end_1'])?.map(({ id, user_agent }) => [id, user_agent])).toEqual([
      ['b', 'baresip'],
      ['a', 'Yealink'],
    ]);
    hear('devices.gone', device('b'));
    expect(cache.getQueryData<Device[]>(['devices', 'end_1'])).toHaveLength(1);
    expect(read).toEqual([]);
    cache.setQueryData(['endpoints', 'list', {}], { items: [{ id: 'end_1' }] });
    hear('devices.registered', device('c'));
    hear('devices.registered', { ...device('d'), endpoint: 'end_2' });
    expect(read).toEqual(['endpoints']);
  });

  it('change a trunk’s health wherever it is shown', () => {
    const { cache, hear } = stage();
    const trunk = { id: 'trk_1', name: 'Carrier' } as Trunk;
    cache.setQueryData<Rows<Trunk>>(['trunks', 'list', {}], { items: [trunk] });
    cache.setQueryData<Trunk>(['trunks', 'one', 'trk_1'], trunk);
    const state = { up: false, gateways: [false], since: '' };
    hear('trunks.state', { id: 'trk_1', state });
    expect(cache.getQueryData<Rows<Trunk>>(['trunks', 'list', {}])?.items[0]?.state).toEqual(state);
    expect(cache.getQueryData<Trunk>(['trunks', 'one', 'trk_1'])?.state).toEqual(state);
  });

  it('have read again what they tell only in part', () => {
    const { read, hear } = stage();
    hear('users.changed', { id: 'usr_1' });
    hear('cdrs.created', { id: 'cdr_1' });
    hear('something.new', {});
    expect(read).toEqual(['users', 'cdrs']);
  });

  it('wait for no list that nobody has read', () => {
    const { cache, hear } = stage();
    hear('call.ringing', { id: 'cal_1' });
    expect(cache.getQueryData(['calls'])).toBeUndefined();
  });
});
