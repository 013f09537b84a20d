import type { PrimaryRecord } from '../../domain/records.js';
import { isPrimary } from '../../domain/records.js';
import type { Finding, Rule } from '../rule.js';
import { PRIMARY, withPrimary } from '../samples.js';
import { underTt27 } from './applies.js';
import { OVERALL_NAMES, type Overall, rankOf } from './standing.js';

type Reward = NonNullable<PrimaryRecord['primary']['reward']>;

/** The lowest overall result with which a reward is possible. */
const NEEDS: Readonly<Record<Reward, Overall>> = { 'xuat-sac': 'HTXS', 'tieu-bieu': 'HTT' };
const NAMES: Readonly<Record<Reward, string>> = {
  'xuat-sac': 'Học sinh Xuất sắc',
  'tieu-bieu': 'Học sinh Tiêu biểu hoàn thành tốt trong học tập và rèn luyện',
};
const FIX = {
  vi: 'Kiểm tra lại khen thưởng và đánh giá kết quả giáo dục.',
  en: 'Check the reward and the overall result.',
};

const beyond = (reward: Reward, overall: Overall): Finding => {
  const needed = OVERALL_NAMES[NEEDS[reward]];
  return {
    path: 'primary.reward',
    value: reward,
    expected: { vi: `Đánh giá từ "${needed}" trở lên`, en: `An overall result of "${needed}" or better` },
    message: {
      vi: `Khen thưởng "${NAMES[reward]}" không phù hợp với đánh giá "${OVERALL_NAMES[overall]}".`,
      en: `The reward "${NAMES[reward]}" does not fit "${OVERALL_NAMES[overall]}".`,
    },
    fix: FIX,
  };
};

const FORGOTTEN: Finding = {
  path: 'primary.reward',
  value: null,
  expected: { vi: NAMES['xuat-sac'], en: NAMES['xuat-sac'] },
  message: {
    vi: `Đánh giá "${OVERALL_NAMES.HTXS}" nhưng chưa ghi khen thưởng "${NAMES['xuat-sac']}".`,
    en: `"${OVERALL_NAMES.HTXS}" and yet the reward "${NAMES['xuat-sac']}" is not there.`,
  },
  fix: FIX,
  severity: 'info',
};

const without = (): PrimaryRecord => {
  const { reward: _gone, ...rest } = PRIMARY.primary;
  return { ...PRIMARY, primary: rest };
};

/**
 * Xuất sắc goes to every HTXS and to no other. Tiêu biểu is proposed by the class among those of HTT or better: only that
 * bound can be checked, and it is never missed.
 */
export const reward = {
  id: 'TT27-13-REWARD',
  title: { vi: 'Khen thưởng phù hợp với đánh giá', en: 'The reward fits the overall result' },
  severity: 'warning',
  certainty: 'memory',
  requirements: ['R2'],
  basis: 'TT 27/2020/TT-BGDĐT, Điều 13 khoản 1',
  owner: 'school',
  applies: underTt27,
  check: (record) => {
    if (!isPrimary(record)) return [];
    const { overall, reward: stated } = record.primary;
    if (overall === undefined) return [];
    if (stated !== undefined) return rankOf(overall) < rankOf(NEEDS[stated]) ? [beyond(stated, overall)] : [];
    const named = record.awards?.some(({ kind }) => kind === 'reward') === true;
    return overall === 'HTXS' && !named ? [FORGOTTEN] : [];
  },
  examples: {
    good: [
      { note: 'xuất sắc with HTXS', record: PRIMARY },
      { note: 'tiêu biểu with HTT', record: withPrimary({ overall: 'HTT', reward: 'tieu-bieu' }) },
      { note: 'HTT without any', record: withPrimary({ overall: 'HTT' }, without()) },
      {
        note: 'the reward is told in words',
        record: { ...without(), awards: [{ kind: 'reward', text: 'Học sinh Xuất sắc' }] },
      },
    ],
    bad: [
      { note: 'xuất sắc with HTT', record: withPrimary({ overall: 'HTT' }) },
      { note: 'tiêu biểu with HT', record: withPrimary({ overall: 'HT', reward: 'tieu-bieu' }) },
      { note: 'HTXS without any', record: without() },
    ],
  },
} satisfies Rule;
