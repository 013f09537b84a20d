import type { Bilingual } from '../domain/errors.js';
import type { CanonicalRecord } from '../domain/records.js';
import { isPrimary } from '../domain/records.js';

/** Correcting where the value was entered: the usual remedy. */
export const CORRECT_AT_SOURCE: Bilingual = {
  vi: 'Sửa trên phần mềm quản lý trường học rồi đồng bộ lại.',
  en: 'Correct it in the school management software and sync again.',
};

export const ENTER_AT_SOURCE: Bilingual = {
  vi: 'Nhập bổ sung trên phần mềm quản lý trường học rồi đồng bộ lại.',
  en: 'Enter it in the school management software and sync again.',
};

/** Where the subjects of a record stand. */
export const subjectsPath = (record: CanonicalRecord): string =>
  isPrimary(record) ? 'primary.subjects' : 'secondary.subjects';
