import { createDecipheriv } from 'node:crypto';
import { guidOf } from '../world/prng.js';
import type { SchoolPlan } from '../world/types.js';

interface Of {
  readonly code: string;
  readonly name: string;
  readonly level: string;
  readonly deployment: 'smas4' | 'smas-2020';
}
export type SmasAccount = Of &
  (
    | {
        readonly auth: 'password';
        readonly username: string;
        readonly password: string;
        readonly clientId: string;
        readonly clientSecret: string;
      }
    | {
        readonly auth: 'partner';
        readonly provinceCode: string;
        readonly secretKey: string;
        /** 32 ASCII characters. */
        readonly key: string;
        /** 16 ASCII characters. */
        readonly iv: string;
      }
  );

const secret = (text: string, length: number): string => guidOf(text).replaceAll('-', '').slice(0, length);

/** The account that the simulator issues to a SMAS school; the same for the same seed. */
export const accountOf = (seed: string, plan: SchoolPlan): SmasAccount => {
  const deployment = plan.deployment ?? 'smas4';
  const of: Of = { code: plan.code, name: plan.name, level: plan.level, deployment };
  const base = `${seed}|${plan.code}`;
  if (deployment === 'smas4') {
    return {
      ...of,
      auth: 'password',
      username: `truong_${plan.code}`,
      password: secret(`${base}|password`, 16),
      clientId: 'HocBaGateway',
      clientSecret: secret(`${base}|client`, 24),
    };
  }
  return {
    ...of,
    auth: 'partner',
    provinceCode: plan.place.oldProvinceCode,
    secretKey: secret(`${base}|secret`, 24),
    key: secret(`${base}|key`, 32),
    iv: secret(`${base}|iv`, 16),
  };
};

/** "yyyy-MM-dd HH:mm:ss" of UTC+7 as a moment, or NaN. */
const momentOf = (text: string): number =>
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/u.test(text) ? Date.parse(`${text.replace(' ', 'T')}+07:00`) : Number.NaN;

export const MAX_SKEW_MS = 300_000;

/** Why a partner's `secretKey` is not accepted, or null. */
export const partnerRefusal = (
  account: Extract<SmasAccount, { auth: 'partner' }>,
  token: unknown,
  now: number,
): string | null => {
  if (typeof token !== 'string' || token === '') return 'Thiếu secretKey';
  let plain: string;
  try {
    const decipher = createDecipheriv('aes-256-cbc', account.key, account.iv);
    plain = Buffer.concat([decipher.update(Buffer.from(token, 'base64')), decipher.final()]).toString('utf8');
  } catch {
    return 'SecretKey không hợp lệ';
  }
  const [secretKey, school, time] = plain.split('||');
  if (secretKey !== account.secretKey) return 'SecretKey không hợp lệ';
  if (school !== account.code) return 'Mã trường không đúng với SecretKey';
  const skew = Math.abs(now - momentOf(time ?? ''));
  return skew <= MAX_SKEW_MS ? null : 'SecretKey đã hết hạn hoặc sai giờ hệ thống';
};
