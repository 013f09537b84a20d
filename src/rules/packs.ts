import { completenessPack } from './completeness/index.js';
import { gdtxPack } from './gdtx/index.js';
import { identityPack } from './identity/index.js';
import type { RulePack } from './pack.js';
import { packetPack } from './packet/index.js';
import { tt22Pack } from './tt22-2021/index.js';
import { tt27Pack } from './tt27-2020/index.js';

/** Every pack of production, in the order of the reports. The vendor kit runs the same list. */
export const ALL_PACKS: readonly RulePack[] = [
  identityPack,
  completenessPack,
  tt22Pack,
  tt27Pack,
  gdtxPack,
  packetPack,
];
