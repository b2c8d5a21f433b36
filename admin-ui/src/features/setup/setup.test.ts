import { describe, expect, it } from 'vitest';
import type { InstallationAddress, SetupProgress } from '../../api/types';
import { drafts, shortName } from './naming';
import { firstOpen, serverOf } from './useSetup';

const open: SetupProgress = { address: 'open', reseller: 'open', tenant: 'open', phones: 'open', call: 'open', reseller_id: null, tenant_id: null };

describe('the assistant', () => {
  it('goes on with the first step that is neither done nor left for later', () => {
    expect(firstOpen(open)).toBe('address');
    expect(firstOpen({ ...open, address: 'done', reseller: 'skipped' })).toBe('tenant');
    expect(firstOpen({ ...open, address: 'done', reseller: 'done', tenant: 'done', phones: 'skipped', call: 'done' })).toBe('done');
  });

  it('gives phones the address that is known, else the one of the browser', () => {
    const address: InstallationAddress = { host: 'pbx.example.com', addresses: [], transports: [], media_first: 1, media_last: 2, remarks: [] };
    expect(serverOf(address, '192.0.2.1')).toBe('pbx.example.com');
    expect(serverOf({ ...address, host: null }, '192.0.2.1')).toBe('192.0.2.1');
  });
});

describe('short names', () => {
  it('keep the rules of the server', () => {
    expect(shortName('Panadería Núñez, S. L.')).toBe('panaderia-nunez-s-l');
    expect(shortName('  Ö ')).toBe('');
    expect(shortName('x'.repeat(60))).toHaveLength(40);
  });

  it('make the numbers of the first phones as long as the dial plan says', () => {
    expect(drafts(4).map(({ number }) => number)).toEqual(['1001', '1002']);
    expect(drafts(2).map(({ number }) => number)).toEqual(['11', '12']);
    expect(drafts(3).map(({ number }) => number)).toEqual(['101', '102']);
  });
});
