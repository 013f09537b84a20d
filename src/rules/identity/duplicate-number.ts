import type { Bilingual } from '../../domain/errors.js';
import type { Finding, NumberHolder, Rule } from '../rule.js';
import { SECONDARY, withPupil } from '../samples.js';
import type { Clash } from './holders.js';
import { CLASHES, clashOf, formerOf, holderOf, holdersOf, isSameEntry } from './holders.js';
import { citizenNumber, ONE_LEARNER_BASIS } from './number.js';

/** Where somebody else stands, as the school of `own` calls it: codes and classes, never a name. */
const placeOf = (own: NumberHolder, other: NumberHolder): Bilingual => {
  if (other.school !== own.school)
    return {
      vi: `trường ${other.school}, lớp ${other.classKey}`,
      en: `school ${other.school}, class ${other.classKey}`,
    };
  if (other.classKey !== own.classKey) return { vi: `lớp ${other.classKey}`, en: `class ${other.classKey}` };
  return { vi: 'chính lớp này', en: 'this very class' };
};

const SHOWN = 5;

/** Sorted and without repetition, so that the order of what was read does not matter. */
function placesOf(own: NumberHolder, others: readonly NumberHolder[]): Bilingual {
  const places = others.map((other) => placeOf(own, other));
  const list = (lang: 'vi' | 'en'): string => {
    const sorted = [...new Set(places.map((place) => place[lang]))].sort();
    return `${sorted.slice(0, SHOWN).join('; ')}${sorted.length > SHOWN ? '; …' : ''}`;
  };
  return { vi: list('vi'), en: list('en') };
}

interface Told extends Pick<Finding, 'expected' | 'message' | 'fix'> {
  readonly severity?: 'warning';
}

const twoPersons = (places: Bilingual): Told => ({
  expected: { vi: 'Mỗi học sinh một số định danh riêng', en: 'A number of its own for each pupil' },
  message: {
    vi: `Số định danh này còn ghi cho học sinh khác (khác họ tên và ngày sinh): ${places.vi}.`,
    en: `Another pupil (another name and birth date) carries this number as well: ${places.en}.`,
  },
  fix: {
    vi: 'Đối chiếu giấy khai sinh hoặc VNeID của các em, sửa số ghi sai rồi đồng bộ lại; học bạ của các em được giữ lại cho đến khi sửa xong.',
    en: 'Compare the pupils’ birth certificates or VNeID, correct the wrong number and sync again; their records are held until then.',
  },
});

/** The place to act is named where status and date tell which of the two the pupil has left. */
function twoPlaces(places: Bilingual, own: NumberHolder, others: readonly NumberHolder[]): Told {
  const [other] = others;
  const former = others.length === 1 && other !== undefined ? formerOf(own, other) : null;
  const sameSchool = others.every(({ school }) => school === own.school);
  const who = former === null ? { vi: 'Trường cũ', en: 'The former school' } : schoolOf(own, former);
  return {
    expected: {
      vi: 'Mỗi học sinh đang học ở một lớp của một trường',
      en: 'One class of one school per pupil',
    },
    message: {
      vi: `Học sinh đang có tên cùng lúc ở nơi khác: ${places.vi}.`,
      en: `The pupil is listed elsewhere at the same time: ${places.en}.`,
    },
    fix: sameSchool
      ? {
          vi: 'Xóa học sinh khỏi lớp sai (hoặc xóa dòng nhập trùng) rồi đồng bộ lại.',
          en: 'Remove the pupil from the wrong class (or the row entered twice) and sync again.',
        }
      : {
          vi: `${who.vi} ghi trạng thái chuyển đi kèm ngày. Nếu em thực sự học ở hai nơi (GDTX), hỏi Sở nơi nào lập học bạ.`,
          en: `${who.en} sets the status to moved away, with the date. If the learner really attends both (GDTX), ask the department which one keeps the record.`,
        },
  };
}

const schoolOf = (own: NumberHolder, former: NumberHolder): Bilingual =>
  former.school === own.school
    ? { vi: 'Trường này', en: 'This school' }
    : { vi: `Trường ${former.school}`, en: `School ${former.school}` };

const unlike = (places: Bilingual): Told => ({
  severity: 'warning',
  expected: {
    vi: 'Họ tên và ngày sinh giống nhau ở mọi nơi',
    en: 'The same name and birth date everywhere',
  },
  message: {
    vi: `Học bạ ở nơi học sinh đã học (${places.vi}) ghi cùng số định danh nhưng khác họ tên hoặc ngày sinh.`,
    en: `The record of the pupil’s other place (${places.en}) has the same number but another name or birth date.`,
  },
  fix: {
    vi: 'Nếu là một em, sửa họ tên, ngày sinh theo giấy khai sinh; nếu là hai em, sửa số định danh ghi sai.',
    en: 'If they are one pupil, correct name or birth date by the birth certificate; if two, correct the wrong number.',
  },
});

const tell = (clash: Clash, own: NumberHolder, others: readonly NumberHolder[]): Told => {
  const places = placesOf(own, others);
  if (clash === 'two-persons') return twoPersons(places);
  return clash === 'two-places' ? twoPlaces(places, own, others) : unlike(places);
};

/** What is wrong between an entry and the others that carry its number: the gravest clash only; null when all fit. */
export function duplicateFinding(
  number: string,
  own: NumberHolder,
  others: Iterable<NumberHolder>,
): Finding | null {
  const clashing = new Map<Clash, NumberHolder[]>();
  for (const other of others) {
    const clash = clashOf(own, other);
    if (clash === null) continue;
    const list = clashing.get(clash) ?? [];
    clashing.set(clash, list);
    list.push(other);
    // Nothing graver can come, and more places than this are not shown.
    if (clash === CLASHES[0] && list.length > SHOWN) break;
  }
  for (const clash of CLASHES) {
    const found = clashing.get(clash);
    if (found !== undefined)
      return { path: 'pupil.identity.number', value: number, ...tell(clash, own, found) };
  }
  return null;
}

/** Everybody with the number but the entry itself, once. */
function othersThan(own: NumberHolder, holders: readonly NumberHolder[]): readonly NumberHolder[] {
  const self = holders.findIndex((holder) => isSameEntry(holder, own));
  return holders.filter((_, index) => index !== self);
}

const ELSEWHERE = { ...SECONDARY, school: { code: '66164502', name: 'THCS Khác' } } as const;
const LEFT = { status: 'chuyen-di-hk1', date: '2025-11-03' } as const;

/**
 * One number, one person, learning in one place. A pupil who left one place and came to another in mid-year is no duplicate;
 * somebody whom two places list at once is, and so are two persons under one number, whatever their status.
 */
export const duplicateNumber = {
  id: 'IDENT-DUPLICATE',
  title: { vi: 'Số định danh không trùng', en: 'No two pupils share an identity number' },
  severity: 'error',
  certainty: 'found',
  requirements: ['R14', 'R18'],
  basis: ONE_LEARNER_BASIS,
  owner: 'school',
  applies: () => true,
  check: (record, { holders }) => {
    const number = citizenNumber(record);
    const known = number === null ? undefined : holders?.get(number);
    if (number === null || known === undefined || known.length < 2) return [];
    const own = holderOf(record);
    const finding = duplicateFinding(number, own, othersThan(own, known));
    return finding === null ? [] : [finding];
  },
  examples: {
    good: [
      {
        note: 'one pupil has it',
        record: SECONDARY,
        context: { holders: holdersOf([SECONDARY]) },
      },
      {
        note: 'moved here in mid-year: the other school says that the pupil left',
        record: SECONDARY,
        context: { holders: holdersOf([SECONDARY, { ...ELSEWHERE, enrolment: LEFT }]) },
      },
    ],
    bad: [
      {
        note: 'entered twice in one class',
        record: SECONDARY,
        context: { holders: holdersOf([SECONDARY, SECONDARY]) },
      },
      {
        note: 'two schools list the pupil at once',
        record: SECONDARY,
        context: { holders: holdersOf([SECONDARY, ELSEWHERE]) },
      },
      {
        note: 'somebody else has it, although that pupil has left',
        record: SECONDARY,
        context: {
          holders: holdersOf([
            SECONDARY,
            {
              ...withPupil(ELSEWHERE, { name: 'H Mẫu Ayŭn', birthDate: '2013-05-04' }),
              enrolment: LEFT,
            },
          ]),
        },
      },
    ],
  },
} satisfies Rule;
