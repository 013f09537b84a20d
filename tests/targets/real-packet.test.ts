import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { adapter as moet } from '../../adapters/targets/moet-csdl/index.js';
import { adapter as so } from '../../adapters/targets/so-gddt/index.js';
import { buildPacket, compileProfile } from '../../src/packet/build.js';
import { startMoetCsdl } from '../../src/sandbox/targets/moet-csdl/start.js';
import { startSoGddt } from '../../src/sandbox/targets/so-gddt/start.js';
import type { OutboundItem, SendOptions, TargetSession } from '../../src/sdk.js';
import { OBSERVED, profileIn } from '../packet/profiles.js';
import { META, recordOf } from '../packet/records.js';
import { sha256 } from './support/records.js';
import { sendOptions, targetContext, temporaryFolder } from './support/session.js';

const compiled = compileProfile(profileIn(OBSERVED));

/** A packet of the observed profile, built by the engine from a believable record of any level. */
function itemOf(seed: number): OutboundItem {
  const record = recordOf(seed);
  const recordId = `real-${seed}`;
  const lookupCode = sha256(recordId).slice(0, 32);
  const built = buildPacket(compiled, record, { ...META, lookupCode });
  if (!built.ok) throw new Error(JSON.stringify(built.issues));
  const { octets } = built;
  return {
    key: recordId,
    recordId,
    version: 1,
    event: 'NEW',
    lookupCode,
    octets,
    sha256: built.sha256,
    record,
  };
}

function optionsFor({ record }: OutboundItem): SendOptions {
  const base = sendOptions();
  const { school, class: room, schoolYear } = record;
  return {
    ...base,
    context: {
      school: { ...school, levels: [record.level] },
      schoolYear,
      classKey: room.key,
      className: room.name,
      grade: room.grade,
      staff: [],
    },
  };
}

describe('packets of the observed profile at both targets', () => {
  const items = Array.from({ length: 30 }, (_, seed) => itemOf(seed + 1));
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  const stops: (() => Promise<void>)[] = [];
  const sessions: Record<string, TargetSession> = {};
  beforeAll(async () => {
    folder = await temporaryFolder();
    const department = await startSoGddt({ stateDir: folder.path, verdictDelayMs: 0 });
    const ministry = await startMoetCsdl({ stateDir: folder.path });
    stops.push(department.close, ministry.close);
    sessions.so = await so.open(department, targetContext('so-gddt'));
    sessions.moet = await moet.open(ministry, targetContext('moet-csdl'));
  });
  afterAll(async () => {
    for (const stop of stops) await stop();
    await folder.remove();
  });

  it.each(['so', 'moet'])('are accepted for primary, lower and upper secondary: %s', async (name) => {
    const answers = [];
    for (const item of items) answers.push((await sessions[name]?.send([item], optionsFor(item)))?.items[0]);
    expect(answers.filter((answer) => answer?.outcome !== 'accepted')).toEqual([]);
  });
});
