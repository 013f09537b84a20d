import type { Bilingual } from '../../domain/errors.js';
import type { RecordState } from '../../ports/store.js';

/** States of records as people read them. */
export const STATE_WORDS: Readonly<Record<RecordState, Bilingual>> = {
  ready: { vi: 'hợp lệ', en: 'ready' },
  incomplete: { vi: 'thiếu dữ liệu', en: 'incomplete' },
  quarantined: { vi: 'bị giữ lại', en: 'quarantined' },
  withdrawn: { vi: 'đã rút', en: 'withdrawn' },
  left: { vi: 'đã rời trường', en: 'left' },
};
