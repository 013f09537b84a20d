import type { RulePack } from '../pack.js';
import { effectiveDate } from './effective-date.js';
import { ids } from './ids.js';
import { lookupCodes } from './lookup-codes.js';
import { schemaFindings } from './schema-findings.js';
import { slotContent } from './slot-content.js';
import { slotOrder } from './slot-order.js';
import { slotsPresent } from './slots-present.js';
import { versionChain } from './version-chain.js';

/** The packet as a document. What its signatures cover is judged apart, under the codes SIG-…. */
export const packetPack = {
  id: 'packet',
  version: '2026.2',
  title: { vi: 'Gói tin', en: 'Packet' },
  validity: [],
  rules: [schemaFindings, ids, slotsPresent, slotContent, slotOrder, effectiveDate],
  populationRules: [lookupCodes, versionChain],
} satisfies RulePack;
