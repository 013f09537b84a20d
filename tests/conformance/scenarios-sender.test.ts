import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { adapterRegistry } from '../../src/cli/registry.js';
import { SENDER_SCENARIOS } from '../../src/conformance/scenarios/sender/index.js';
import type { Statement } from '../../src/conformance/scenarios/statement.js';
import { type Gateway, openGateway } from '../../src/gateway.js';
import { silentLogger } from '../../src/infra/logging/logger.js';
import { type CliResult, hocba, REPOSITORY } from '../support/cli.js';
import { correct, gatewayConfig, type PreparedGateway, prepareGateway, schoolCode } from './gateway-data.js';
import { outcomesOf, readLines } from './scenarios-support.js';

const CANNOT = 77;
/** Schools beyond those of the scenarios, for steps through the command line. */
const SPARE = SENDER_SCENARIOS.length + 1;

let folder: string;
let prepared: PreparedGateway;
let gateway: Gateway;
let desk: Server;

const signal = new AbortController().signal;

async function pull(schools: readonly string[]): Promise<void> {
  const runId = await gateway.begin('pull');
  const quiet = { schools, signal, progress: () => undefined };
  await gateway.pull({ runId, sources: [], ...quiet });
  await gateway.process({ runId, ...quiet });
  await gateway.finish(runId, 'done', {});
}

interface Step {
  readonly turn: number;
  readonly step: string;
  readonly targets: string;
}

/** What an operator would type into the gateway at this step; the exit code for the kit. */
async function perform({ turn, step, targets }: Step): Promise<number> {
  const school = schoolCode(turn);
  // The gateway has no recall yet: it comes with the lifecycle.
  if (step === 'recall') return CANNOT;
  if (step === 'correct') {
    await correct(folder, turn);
    await pull([school]);
  }
  await gateway.deliver({ targets: targets.split(','), schools: [school], signal });
  return 0;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hocba-sender-'));
  prepared = await prepareGateway(folder, SPARE);
  gateway = await openGateway({
    config: await gatewayConfig(prepared.config),
    adapters: adapterRegistry,
    logger: silentLogger,
    crashAt: null,
  });
  await pull([]);
  desk = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', async () => {
      const code = await perform(JSON.parse(Buffer.concat(parts).toString('utf8')) as Step);
      response.end(String(code));
    });
  });
  await new Promise<void>((done) => desk.listen(0, '127.0.0.1', done));
});
afterAll(async () => {
  desk.closeAllConnections();
  await new Promise((done) => desk.close(done));
  await gateway.close();
  await rm(folder, { recursive: true, force: true });
});

const nodeCommand = (script: string): string => `"${process.execPath}" -e "${script}"`;

/** The step is told to the gateway of this process: its own delivery is the sender under test. */
const toGateway = (): string =>
  nodeCommand(
    `const {HOCBA_TURN:turn,HOCBA_STEP:step,HOCBA_TARGETS:targets}=process.env;` +
      `fetch('http://127.0.0.1:${(desk.address() as AddressInfo).port}',{method:'POST',` +
      `body:JSON.stringify({turn:Number(turn),step,targets})}).then((r)=>r.text()).then((c)=>process.exit(Number(c)))`,
  );

const run = (command: string, ...more: readonly string[]): Promise<CliResult> => {
  const { portSo, portMoet } = prepared;
  const ports = ['--port-so', String(portSo), '--port-moet', String(portMoet)];
  const args = ['conformance', 'sender', '--run', command, ...ports, '--json', ...more];
  return hocba([...args, '--out', join(folder, 'out')]);
};

const scenarioOf = (statement: Statement, id: string) => statement.scenarios.find((one) => one.id === id);

describe('hocba conformance sender with the gateway as the sender under test', () => {
  it('passes every scenario but the recall, which the gateway says it cannot do yet', async () => {
    const attest = ['--attest', 'SENDER-SHOWS-ERROR=yes', '--attester', 'Nguyễn Thị Mẫu'];
    const result = await run(toGateway(), '--targets', 'so-gddt,moet-csdl', ...attest);
    const statement = result.json<Statement>();
    const expected = Object.fromEntries(SENDER_SCENARIOS.map(({ id }) => [id, 'passed']));
    expect(statement.scenarios.flatMap(({ findings }) => findings)).toEqual([]);
    expect(outcomesOf(statement)).toEqual({
      ...expected,
      'SENDER-RECALL': 'not-run',
      'SENDER-SHOWS-ERROR': 'attested',
    });
    expect([result.code, statement.verdict]).toEqual([0, 'incomplete']);
    expect(scenarioOf(statement, 'SENDER-SHOWS-ERROR')?.attestedBy).toBe('Nguyễn Thị Mẫu');
    expect(scenarioOf(statement, 'SENDER-RECALL')?.reason?.en).toMatch(/recalling is not possible/u);

    const note = (id: string) => scenarioOf(statement, id)?.note?.en ?? '';
    expect(note('SENDER-LOST-ANSWER')).toBe('Faults met: reset-after, timeout.');
    expect(note('SENDER-WRONG-ANSWER')).toBe('Faults met: wrong-hash, html, empty, truncate.');
    expect(note('SENDER-THROTTLED')).toBe('Told to wait 2 times.');
    expect(note('SENDER-WINDOW')).toMatch(/Sent away outside the window [1-9]/u);
    expect(note('SENDER-PARTIAL')).toBe('1 records taken, 1 refused (SO-107).');
    expect(note('SENDER-LOCKED')).toMatch(/locked 2 records; 2 corrections were refused/u);
    expect(note('SENDER-MOET-WINDOW')).toMatch(/Told to wait [1-9]/u);

    const lines = await readLines(join(folder, 'out', statement.exchanges.file));
    expect(lines).toHaveLength(statement.exchanges.count);
    expect(lines.filter(({ fault }) => fault !== undefined).length).toBeGreaterThan(10);
    const text = JSON.stringify(lines);
    for (const secret of ['so-gddt-sandbox-key', 'ketchuyen-sandbox', 'Y Thử Một'])
      expect(text).not.toContain(secret);
  });

  it('takes the command line of the gateway for a sender as it is', async () => {
    const hocbaJs = join(REPOSITORY, 'bin', 'hocba.js');
    const deliver = `"${process.execPath}" "${hocbaJs}" --quiet --config "${prepared.config}" deliver`;
    const command = `${deliver} --school ${schoolCode(SPARE)} --target so-gddt`;
    const result = await run(command, '--only', 'SENDER-SEND');
    expect(scenarioOf(result.json<Statement>(), 'SENDER-SEND')).toMatchObject({
      outcome: 'passed',
      findings: [],
    });
  });
});
