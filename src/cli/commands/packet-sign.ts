import { writeFile } from 'node:fs/promises';
import { environmentSecrets, processEnvironment } from '../../config/environment.js';
import { type Bilingual, GatewayError } from '../../domain/errors.js';
import { readNamedFile } from '../../infra/files/named-file.js';
import { createClock } from '../../infra/system/clock.js';
import type { SlotRefusal } from '../../packet/signature/prepare.js';
import { EXIT } from '../terminal/errors.js';
import type { AddCommand } from './command.js';
import { loadFor } from './with-gateway.js';

interface SignOptions {
  readonly slot: string;
  readonly holder?: string;
  readonly p12: string;
  readonly secret: string;
  readonly out: string;
}

const REFUSALS: Readonly<Record<SlotRefusal, Bilingual>> = {
  'no-slot': { vi: 'gói tin không có ô ký này', en: 'the packet has no such slot' },
  'already-signed': { vi: 'ô này đã có chữ ký', en: 'the slot is signed already' },
  'out-of-order': { vi: 'còn ô của người ký trước chưa ký', en: 'an earlier signer has not signed' },
  'nothing-to-sign': { vi: 'không có phần nào để ký', en: 'there is nothing to sign' },
};

const refused = (slot: string, why: SlotRefusal): GatewayError =>
  new GatewayError({
    kind: 'data',
    code: 'SIGN_SLOT_REFUSED',
    message: {
      vi: `Không ký được ô ${slot}: ${REFUSALS[why].vi}.`,
      en: `Slot ${slot} cannot be signed: ${REFUSALS[why].en}.`,
    },
    hint: {
      vi: 'Xem các ô ký bằng "hocba packet show TỆP"; ký theo thứ tự của hồ sơ gói tin.',
      en: 'See the slots with "hocba packet show FILE"; sign in the order of the profile.',
    },
    details: { slot, why },
  });

function passwordOf(name: string): string {
  const found = environmentSecrets(processEnvironment())(name);
  if (found !== null) return found;
  throw new GatewayError({
    kind: 'config',
    code: 'CONFIG_SECRET_MISSING',
    message: {
      vi: `Thiếu mật khẩu của tệp .p12: bí mật ${name} chưa được đặt.`,
      en: `The password of the .p12 file is missing: secret ${name} is not set.`,
    },
    hint: {
      vi: `Đặt biến môi trường HOCBA_SECRET_${name} hoặc HOCBA_SECRET_${name}_FILE.`,
      en: `Set HOCBA_SECRET_${name} or HOCBA_SECRET_${name}_FILE.`,
    },
    details: { name },
  });
}

export const addSign: AddCommand = (packet, run) => {
  packet
    .command('sign <file>')
    .description('ký một ô của gói tin bằng tệp .p12 / fill one slot with a key from a .p12 file')
    .requiredOption('--slot <slot>', 'GVBM | GVCN | CBQL | KY_PHAT_HANH')
    .option('--holder <code>', 'mã cán bộ, cho ô của từng giáo viên / staff code, for slots of each teacher')
    .requiredOption('--p12 <file>', 'tệp PKCS#12 / PKCS#12 file')
    .option('--secret <name>', 'tên bí mật chứa mật khẩu / name of the secret with the password', 'P12')
    .requiredOption('--out <file>', 'gói tin đã ký / the signed packet')
    .action((file: string, options: SignOptions) =>
      run(async ({ terminal, options: globals }) => {
        const { config } = await loadFor(globals);
        const password = passwordOf(options.secret);
        const octets = await readNamedFile(file);
        const { signPacketSlot } = await import('../../kit.js');
        const answer = await signPacketSlot(octets, {
          profile: config.packetProfile,
          slot: options.slot,
          holder: options.holder ?? null,
          p12: options.p12,
          password,
          signingTime: createClock().now(),
        });
        if (!answer.ok) throw refused(options.slot, answer.why);
        await writeFile(options.out, answer.octets);
        const { sha256 } = answer;
        terminal.answer({ ok: true, out: options.out, slot: options.slot, sha256 });
        terminal.line({
          vi: `Đã ký ô ${options.slot}, ghi ${options.out}. SHA-256 ${sha256}`,
          en: `Signed ${options.slot}, wrote ${options.out}. SHA-256 ${sha256}`,
        });
        return EXIT.done;
      }),
    );
};
