import { type Bilingual, isGatewayError } from '../../../domain/errors.js';
import { cancelOf, type LeftRecord, type TargetBench } from './bench.js';
import { send } from './calls.js';

const MOST_ITEMS = 50;

async function recallClass(bench: TargetBench, records: readonly LeftRecord[]): Promise<void> {
  for (let at = 0; at < records.length; at += MOST_ITEMS) {
    const batch = records.slice(at, at + MOST_ITEMS);
    await send(
      bench,
      batch.map(({ item }) => cancelOf(item, item.version + 1)),
    );
  }
}

/** Recalls what the run put into the test database; what was locked has to stay. */
export async function recallLeft(bench: TargetBench): Promise<readonly Bilingual[]> {
  const open = [...bench.left.values()].filter(({ isLocked }) => !isLocked);
  try {
    for (const classKey of new Set(open.map((record) => record.classKey)))
      await recallClass(
        { ...bench, classKey },
        open.filter((record) => record.classKey === classKey),
      );
  } catch (error) {
    if (!isGatewayError(error) || error.kind === 'cancelled') throw error;
  }
  const locked = [...bench.left.values()].filter(({ isLocked }) => isLocked).length;
  const rest = bench.left.size - locked;
  if (bench.left.size === 0) return [];
  return [
    {
      vi: `Còn lại trong cơ sở dữ liệu thử: ${locked} học bạ thử đã chốt (không thu hồi được), ${rest} học bạ thử chưa thu hồi được; trường ${bench.school}, lớp bắt đầu bằng KT.`,
      en: `Left in the test database: ${locked} locked test records (cannot be recalled), ${rest} that could not be recalled; school ${bench.school}, classes beginning with KT.`,
    },
  ];
}
