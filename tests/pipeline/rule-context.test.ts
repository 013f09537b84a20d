import { beforeAll, describe, expect, it } from '@jest/globals';
import { pipelineOf } from '../../src/composition/pipeline.js';
import { loadResources, type Resources } from '../../src/composition/resources.js';
import type { HocbaConfig } from '../../src/config/types.js';
import type { Issue } from '../../src/domain/issue.js';
import type { Pupil } from '../../src/domain/records.js';
import { SECONDARY, withPupil } from '../../src/rules/samples.js';

let resources: Resources;
beforeAll(async () => {
  resources = await loadResources('moet-hbs-observed-0.1');
});

/** What production's rules say of the sample pupil with changes; `now` in UTC. */
function judged(
  pupil: Partial<Pupil>,
  withoutNumber: HocbaConfig['policies']['withoutNumber'] = 'warn',
  now = '2026-06-01T03:00:00Z',
) {
  const policies = { withoutNumber, systemOfRecord: [], missingYear: 'quarantine' };
  const config = { policies, targets: [], sources: [], schools: [], schoolYear: '2025-2026' };
  const { runRules } = pipelineOf({
    config: { ...config, province: { calendar: [] } },
    resources,
    clock: { now: () => new Date(now) },
    adapters: new Map(),
  } as unknown as Parameters<typeof pipelineOf>[0]);
  return runRules(withPupil(SECONDARY, pupil), {});
}

const ofIdentity = (issues: readonly Issue[]) =>
  issues.filter(({ rule }) => rule.startsWith('IDENT-')).map(({ rule, severity }) => `${rule} ${severity}`);

describe('the rules of production', () => {
  it('know the code tables of the package', () => {
    expect(ofIdentity(judged({ ethnicGroup: 'sao-hoa' }))).toEqual(['IDENT-UNKNOWN-KEY error']);
    expect(ofIdentity(judged({ identity: { kind: 'citizen', number: '003214000001' } }))).toEqual([
      'IDENT-NUMBER-PREFIX warning',
    ]);
  });

  it('hold a pupil without a number where the configuration says so', () => {
    const none: Partial<Pupil> = { identity: { kind: 'none', reason: 'Chưa đăng ký khai sinh' } };
    expect(ofIdentity(judged(none, 'warn'))).toEqual(['IDENT-NO-NUMBER warning']);
    expect(ofIdentity(judged(none, 'hold'))).toEqual(['IDENT-NO-NUMBER error']);
  });

  it('count days as Viet Nam does: seven hours before midnight in Greenwich it is tomorrow there', () => {
    const message = (now: string) =>
      judged({ birthDate: '2026-06-01' }, 'warn', now).find(({ rule }) => rule === 'IDENT-BIRTH-DATE')
        ?.message.vi;
    expect(message('2026-05-31T16:59:59Z')).toContain('tương lai');
    expect(message('2026-05-31T17:00:00Z')).not.toContain('tương lai');
  });
});
