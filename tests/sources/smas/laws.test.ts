import { afterAll, beforeAll } from '@jest/globals';
import { adapter } from '../../../adapters/sources/smas/index.js';
import { describeSourceAdapter } from '../../conformance/source.js';
import type { Mode, Vendor } from './fixture.js';
import { configOf, contextOf, scopeOf, startVendor } from './fixture.js';

let vendor: Vendor;
beforeAll(async () => {
  vendor = await startVendor();
});
afterAll(() => vendor.stop());

const ALL = [
  'school',
  'staff',
  'classes',
  'subjects',
  'assignments',
  'roster',
  'results',
  'attendance',
] as const;

const prepare = (mode: Mode, className?: string) => async () => ({
  config: configOf(vendor, mode),
  context: contextOf(vendor),
  scope: { ...scopeOf(vendor, mode), ...(className === undefined ? {} : { className }) },
});

// One class of every stream, then the whole school for the streams whose pages cost a call or none.
describeSourceAdapter({ adapter, streams: ALL, prepare: prepare('password', '6A') });
describeSourceAdapter({ adapter, streams: ['roster', 'classes'], prepare: prepare('password') });
describeSourceAdapter({ adapter, streams: ['results', 'roster'], prepare: prepare('partner', '6A') });
