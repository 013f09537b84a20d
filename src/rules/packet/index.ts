import type { RulePack } from '../pack.js';
import { schemaFindings } from './schema-findings.js';

/** The packet as a document. */
export const packetPack = {
  id: 'packet',
  version: '2026.1',
  title: { vi: 'Gói tin', en: 'Packet' },
  validity: [],
  rules: [schemaFindings],
} satisfies RulePack;
