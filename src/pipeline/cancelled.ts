import { GatewayError } from '../domain/errors.js';

/** The run was stopped on request; what was committed stays, the next run goes on from there. */
export const cancelled = (): GatewayError =>
  new GatewayError({
    kind: 'cancelled',
    code: 'RUN_CANCELLED',
    message: { vi: 'Đã dừng theo yêu cầu.', en: 'Stopped on request.' },
    hint: { vi: 'Chạy lại lệnh để tiếp tục từ chỗ dừng.', en: 'Run the command again to go on from here.' },
  });
