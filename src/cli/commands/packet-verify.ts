import type { JudgedSlot } from '../../composition/signatures.js';
import type { Bilingual } from '../../domain/errors.js';
import { readNamedFile } from '../../infra/files/named-file.js';
import { SIGNATURE_FAULTS } from '../../packet/signature/faults.js';
import { TRUST_FAULTS } from '../../ports/trust.js';
import { palette } from '../terminal/colour.js';
import { EXIT, usageError } from '../terminal/errors.js';
import type { Terminal } from '../terminal/terminal.js';
import { type AddCommand, collect } from './command.js';
import { refuse } from './packet-input.js';
import { loadFor } from './with-gateway.js';

interface VerifyOptions {
  readonly trust?: readonly string[];
  readonly crl?: readonly string[];
  readonly at?: string;
  readonly xades: string;
}

const XADES = ['none', 'B', 'T'] as const;

const explanations: Readonly<Record<string, Bilingual>> = { ...SIGNATURE_FAULTS, ...TRUST_FAULTS };

function momentOf(text: string | undefined): Date | null {
  if (text === undefined) return null;
  const at = /^\d{4}-\d{2}-\d{2}/u.test(text) ? new Date(text) : new Date(Number.NaN);
  if (!Number.isNaN(at.getTime())) return at;
  throw usageError(
    `--at phải là ngày hoặc thời điểm ISO 8601, không phải "${text}".`,
    `--at must be an ISO 8601 date or moment, not "${text}".`,
    'Ví dụ: --at 2026-05-30T08:00:00+07:00.',
    'For example: --at 2026-05-30T08:00:00+07:00.',
  );
}

function policyOf(text: string): (typeof XADES)[number] {
  const found = XADES.find((one) => one === text);
  if (found !== undefined) return found;
  throw usageError(
    `--xades chỉ nhận none, B hoặc T, không phải "${text}".`,
    `--xades takes none, B or T, not "${text}".`,
    'Ví dụ: --xades T khi chữ ký phải có dấu thời gian.',
    'For example: --xades T where a time stamp is required.',
  );
}

function printSlot(terminal: Terminal, { slot, holder, signer, code, valid, signingTime }: JudgedSlot): void {
  const paint = palette(terminal.rich);
  const mark = valid ? paint.good('✓') : paint.bad('✗');
  const who = [slot, holder, signer, signingTime].filter((part) => part !== null).join('  ');
  terminal.line(`${mark} ${who}`);
  const text = explanations[code];
  if (text !== undefined) terminal.line(`   ${code}: ${terminal.say(text)}`);
}

const NO_ROOTS: Bilingual = {
  vi: 'Chưa khai báo chứng thư gốc nào: thêm --trust TỆP (chứng thư gốc của tổ chức chứng thực).',
  en: 'No root is configured: add --trust FILE (the root certificate of the authority).',
};

export const addVerify: AddCommand = (packet, run) => {
  packet
    .command('verify <file>')
    .description('kiểm tra chữ ký số trong gói tin / verify the signatures of a packet')
    .option('--trust <file>', 'chứng thư gốc, trung gian (PEM, DER) / roots and intermediates', collect)
    .option('--crl <file>', 'danh sách thu hồi / revocation list', collect)
    .option('--at <moment>', 'xét hiệu lực tại thời điểm này / judge validity at this moment')
    .option('--xades <none|B|T>', 'thuộc tính ký bắt buộc / required signed properties', 'B')
    .action((file: string, options: VerifyOptions) =>
      run(async ({ terminal, options: globals }) => {
        const request = { at: momentOf(options.at), policy: { xades: policyOf(options.xades) } };
        const { config } = await loadFor(globals);
        const octets = await readNamedFile(file);
        const { judgePacket } = await import('../../kit.js');
        const trust = options.trust ?? [];
        const lists = options.crl ?? [];
        const answer = await judgePacket(octets, { ...request, profile: config.packetProfile, trust, lists });
        if (!answer.ok) return refuse(terminal, answer.issues);
        const { valid, slots, sha256 } = answer;
        terminal.answer({ valid, slots, sha256 });
        for (const slot of slots) printSlot(terminal, slot);
        terminal.line(
          valid
            ? { vi: `Mọi ô ký hợp lệ. SHA-256 ${sha256}`, en: `Every slot is valid. SHA-256 ${sha256}` }
            : { vi: 'Gói tin chưa hợp lệ về chữ ký.', en: 'The packet is not validly signed.' },
        );
        if (!valid && trust.length === 0) terminal.line(NO_ROOTS);
        return valid ? EXIT.done : EXIT.findings;
      }),
    );
};
