import { createHash } from 'node:crypto';
import {
  type AdapterContext,
  createSheetSession,
  type Issue,
  type SheetUnit,
  type SourceSession,
  sheetIssue,
} from '../../../src/sdk.js';
import type { VneduConfig } from './config-schema.js';
import { layouts } from './layouts.js';

const EXTENSIONS = ['.xls', '.xlsx', '.xlsm', '.csv', '.html', '.htm', '.xml', '.pdf', '.ods'];
/** First school year (its first half) of TT 22/2021 by grade, Điều 21: Học lực and Hạnh kiểm end there. */
const TT22_FROM: Readonly<Record<number, number>> = {
  6: 2021,
  7: 2022,
  8: 2023,
  9: 2024,
  10: 2022,
  11: 2023,
  12: 2024,
};

/** Học lực and Hạnh kiểm are words of TT 58/2011; the record of TT 22/2021 has no place for them. */
function oldColumns(unit: SheetUnit, year: string): readonly Issue[] {
  if (unit.identified?.layout.id !== 'results-old') return [];
  const from = TT22_FROM[unit.grade ?? 0];
  const isAfter = from !== undefined && Number(year.slice(0, 4)) >= from;
  return [
    sheetIssue({
      rule: 'VNEDU-OLD-COLUMNS',
      value: 'Học lực, Hạnh kiểm',
      place: unit.place,
      expected: { vi: 'cột “Kết quả học tập” và “Kết quả rèn luyện”', en: 'columns of TT 22/2021' },
      message: isAfter
        ? {
            vi: `Từ năm học ${from}-${from + 1} khối ${unit.grade} theo TT 22/2021: không còn “Học lực”, “Hạnh kiểm”.`,
            en: `From ${from}-${from + 1} grade ${unit.grade} follows TT 22/2021: no Học lực or Hạnh kiểm.`,
          }
        : {
            vi: 'Tệp theo TT 58/2011 (Học lực, Hạnh kiểm); học bạ số theo TT 22/2021 không nhận.',
            en: 'The file follows TT 58/2011; the digital record follows TT 22/2021.',
          },
      fix: {
        vi: 'Trong VnEdu chọn mẫu xuất theo TT 22/2021 rồi xuất lại.',
        en: 'Choose the export template of TT 22/2021 in VnEdu and export again.',
      },
    }),
  ];
}

/** Opens no file yet: the files are read by the first pull. */
export const openSession = (config: VneduConfig, context: AdapterContext): SourceSession =>
  createSheetSession(
    {
      selection: config,
      year: config.year,
      ...(config.schoolName === undefined ? {} : { schoolName: config.schoolName }),
      layouts,
      extensions: EXTENSIONS,
      reportStream: 'results',
      hash: (content) => createHash('sha256').update(content).digest('hex'),
      extraIssues: (unit) => oldColumns(unit, config.year),
    },
    context,
  );
