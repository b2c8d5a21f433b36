import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import type { Rows, Trunk } from '../api/types';
import { merge } from './merge';

function stage() {
  const cache = new QueryClient();
  const read: string[] = [];
  return { cache, read, hear: (name: string, body: unknown) => merge(cache, name, body, (key) => read.push(String(key[0]))) };
}

describe('events', () => {
  it('have the devices read again, and the page that shows their endpoint', () => {
    const { cache, read, hear } = stage();
    const told = (endpoint: string) => ({ device: 'dev_1', endpoint, address: '192.0.2.1:5060', user_agent: 'baresip' });
    hear('devices.registered', told('end_1'));
    expect(read).toEqual(['devices', 'device-total']);
    cache.setQueryData(['endpoints', 'list', {}], { items: [{ id: 'end_1' }] });
    hear('devices.gone', told('end_2'));
    expect(read).not.toContain('endpoints');
    hear('devices.gone', told('end_1'));
    expect(read).toContain('endpoints');
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
