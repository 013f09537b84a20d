import type { ReadPacket } from '../../packet/read.js';
import type { Finding, Rule } from '../rule.js';
import { BY_PROFILE } from './words.js';

type Told = Pick<Rule, 'id' | 'title' | 'examples'> & Partial<Omit<Rule, 'check'>>;

/** A rule that looks at the packet alone; silent where a record did not come as one. */
export const packetRule = (told: Told, look: (packet: ReadPacket) => readonly Finding[]): Rule => ({
  severity: 'error',
  certainty: 'found',
  requirements: ['R5'],
  basis: BY_PROFILE,
  owner: 'vendor',
  applies: () => true,
  ...told,
  check: (_record, { packet }) => (packet === undefined ? [] : look(packet)),
});
