import { GatewayError } from '../domain/errors.js';
import type { DeliveryTarget, Environment } from './types.js';

function mismatch(target: DeliveryTarget, given: Environment, whose: 'gateway' | 'packet'): GatewayError {
  const what = {
    gateway: { vi: 'phần mềm đang chạy ở môi trường', en: 'the gateway runs in' },
    packet: { vi: 'gói tin được phát hành ở môi trường', en: 'the packet was issued in' },
  }[whose];
  return new GatewayError({
    kind: 'config',
    code: 'TARGET_ENVIRONMENT',
    message: {
      vi: `Đích "${target.id}" thuộc môi trường "${target.environment}" nhưng ${what.vi} "${given}"; chưa gửi gì.`,
      en: `Target "${target.id}" belongs to "${target.environment}" but ${what.en} "${given}"; nothing was sent.`,
    },
    hint: {
      vi: 'Dùng kho dữ liệu riêng cho thử nghiệm và cho thật; sửa "environment" của đích hoặc của cấu hình.',
      en: 'Keep separate stores for test and production; correct "environment" of the target or of the configuration.',
    },
    details: { target: target.id, declared: target.environment, given },
  });
}

/** Throws before anything is claimed: test data must not reach a production target, nor the reverse. */
export function requireSameEnvironment(target: DeliveryTarget, gateway: Environment): void {
  if (target.environment !== gateway) throw mismatch(target, gateway, 'gateway');
}

/** The same for what the store holds, e.g. a data directory that was used for tests before. */
export function foreignItem(
  target: DeliveryTarget,
  items: readonly { readonly environment: Environment }[],
): GatewayError | null {
  const foreign = items.find((item) => item.environment !== target.environment);
  return foreign === undefined ? null : mismatch(target, foreign.environment, 'packet');
}
