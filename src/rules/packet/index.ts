import type { RulePack } from '../rule.js';
import { schemaFindings } from './schema-findings.js';

/** The packet as a document. */
export const packetPack = {
  id: 'packet',
  title: { vi: 'Gói tin', en: 'Packet' },
  rules: [schemaFindings],
} satisfies RulePack;
