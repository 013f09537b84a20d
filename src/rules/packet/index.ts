import type { Issue } from '../../domain/issue.js';
import type { CanonicalRecord } from '../../domain/records.js';
import { guarded, type RulePack } from '../pack.js';
import type { RuleContext } from '../rule.js';
import { DOCUMENT_RULES } from './document-rules.js';
import { schemaFindings } from './schema-findings.js';
import { sharedCode } from './shared-code.js';
import { versionGap } from './version-gap.js';
import { versionOrder } from './version-order.js';
import { versionTwice } from './version-twice.js';

/** The packet as a document. Digests and values of its signatures are judged apart, under the codes SIG-…. */
export const packetPack = {
  id: 'packet',
  version: '2026.3',
  title: { vi: 'Gói tin', en: 'Packet' },
  validity: [],
  rules: [schemaFindings, ...DOCUMENT_RULES],
  populationRules: [sharedCode, versionTwice, versionGap, versionOrder],
} satisfies RulePack;

/** No rule of the pack looks into the record, except for the school year, which it finds missing here. */
const NO_RECORD = { schoolYear: '' } as CanonicalRecord;

/** What the pack says of a packet whose record has not the shape of one, so that no other pack can be run on it. */
export const packetIssues = (context: Pick<RuleContext, 'packet' | 'xsdFindings'>): readonly Issue[] =>
  packetPack.rules.flatMap((rule) => guarded(rule, () => rule.check(NO_RECORD, { today: '', ...context })));
