import type { Bilingual } from '../../domain/errors.js';
import type { Issue } from '../../domain/issue.js';
import type { Rule } from '../rule.js';
import { packetRule } from './head.js';
import { CLEAN, example } from './samples.js';
import { both, REBUILD } from './words.js';

/** What the reading of a packet says already, as a rule: one id, one entry in the catalogue. */
export const forwarded = (id: string, title: Bilingual, value: string, expected: string): Rule => {
  const issue: Issue = {
    rule: id,
    severity: 'error',
    path: '/p/x',
    value,
    expected: both(expected),
    message: title,
    fix: REBUILD,
    basis: '',
    owner: 'vendor',
  };
  return packetRule(
    { id, title, examples: { good: CLEAN, bad: [example('as the reading found it', { issues: [issue] })] } },
    ({ issues }) =>
      issues
        .filter(({ rule }) => rule === id)
        .map(({ path, value: found, expected: wanted, message, fix }) => ({
          path,
          value: found,
          expected: wanted,
          message,
          fix,
        })),
  );
};
