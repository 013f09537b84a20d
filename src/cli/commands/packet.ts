import { writeFile } from 'node:fs/promises';
import { GatewayError } from '../../domain/errors.js';
import { jsonIssue } from '../../domain/json-problems.js';
import { readStrictJson } from '../../domain/strict-json.js';
import { readNamedFile } from '../../infra/files/named-file.js';
import { sha256Hex } from '../../packet/digest.js';
import { EXIT } from '../terminal/errors.js';
import type { AddCommand } from './command.js';
import { refuse } from './packet-input.js';
import { addSign } from './packet-sign.js';
import { addVerify } from './packet-verify.js';
import { loadFor } from './with-gateway.js';

function parseRecord(file: string, bytes: Uint8Array): unknown {
  const reading = readStrictJson(bytes);
  if (reading.ok) return reading.value;
  const first = reading.problems.map(jsonIssue)[0];
  throw new GatewayError({
    kind: 'data',
    code: 'JSON_SYNTAX',
    message: {
      vi: `Tệp ${file} không đọc được: ${first?.message.vi ?? ''}`,
      en: `${file} cannot be read: ${first?.message.en ?? ''}`,
    },
    hint: {
      vi: 'Nộp bản ghi chuẩn dạng JSON (schemas/canonical/record).',
      en: 'Give a canonical record as JSON (schemas/canonical/record).',
    },
    details: { file, rule: first?.rule ?? '' },
  });
}

const addBuild: AddCommand = (packet, run) => {
  packet
    .command('build <file>')
    .description('gói tin từ một bản ghi chuẩn JSON / a packet from one canonical record')
    .requiredOption('--out <file>', 'tệp XML / XML file')
    .option('--lookup-code <code>', 'mã tra cứu 32 ký tự / look-up code')
    .action((file: string, options: { out: string; lookupCode?: string }) =>
      run(async ({ terminal, options: globals }) => {
        const { config } = await loadFor(globals);
        const { packetOf } = await import('../../kit.js');
        const built = await packetOf(
          parseRecord(file, await readNamedFile(file)),
          config,
          options.lookupCode,
        );
        if (!built.ok) return refuse(terminal, built.issues);
        await writeFile(options.out, built.octets);
        const { length } = built.octets;
        const slots = built.slots.map(({ key, references }) => ({ key, references }));
        terminal.answer({ ok: true, out: options.out, bytes: length, sha256: built.sha256, slots });
        terminal.line({
          vi: `Đã ghi ${options.out}: ${length} byte, SHA-256 ${built.sha256}, chưa ký số.`,
          en: `Wrote ${options.out}: ${length} bytes, SHA-256 ${built.sha256}, not signed.`,
        });
        return EXIT.done;
      }),
    );
};

const addShow: AddCommand = (packet, run) => {
  packet
    .command('show <file>')
    .description('đọc một gói tin / read a packet')
    .action((file: string) =>
      run(async ({ terminal, options: globals }) => {
        const { config } = await loadFor(globals);
        const octets = await readNamedFile(file);
        const { packetReading } = await import('../../kit.js');
        const reading = await packetReading(octets, config.packetProfile);
        if (!reading.ok) return refuse(terminal, reading.issues);
        const { meta, twin, issues } = reading;
        const slots = reading.slots.map(({ slot, holder, signed }) => ({ slot, holder, signed }));
        terminal.answer({ ok: true, sha256: sha256Hex(octets), meta, slots, twin, issues });
        for (const [name, value] of Object.entries(meta)) terminal.line(`${name}: ${String(value)}`);
        for (const { slot, holder, signed } of slots) {
          const state = signed ? { vi: 'đã có chữ ký', en: 'signed' } : { vi: 'chưa ký', en: 'open' };
          terminal.line(`${slot}${holder === null ? '' : ` ${holder}`}: ${terminal.say(state)}`);
        }
        terminal.line(JSON.stringify(twin, null, 2));
        return EXIT.done;
      }),
    );
};

export const addPacket: AddCommand = (program, run) => {
  const packet = program.command('packet').description('gói tin / packets');
  addBuild(packet, run);
  addShow(packet, run);
  addSign(packet, run);
  addVerify(packet, run);
};
