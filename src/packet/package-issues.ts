import type { Bilingual } from '../domain/errors.js';
import type { Issue, Owner } from '../domain/issue.js';
import { packetIssue } from './issues.js';
import type { PacketProfile } from './profile-shape.js';

export type PackageRule =
  | 'PACKAGE-FORMAT'
  | 'PACKAGE-TOO-LARGE'
  | 'PACKAGE-STRUCTURE'
  | 'PACKAGE-COUNT'
  | 'PACKAGE-NAMESPACE'
  | 'PACKAGE-DUPLICATE'
  | 'PACKAGE-FOREIGN-SCHOOL'
  | 'PACKAGE-FOREIGN-CLASS'
  | 'PACKAGE-FOREIGN-YEAR'
  | 'PACKAGE-FOREIGN-ENVIRONMENT';

const MESSAGES: Readonly<Record<PackageRule, Bilingual>> = {
  'PACKAGE-FORMAT': {
    vi: 'Tệp này không phải gói tin lớp theo cấu trúc đã chọn.',
    en: 'This file is not a class package of the chosen profile.',
  },
  'PACKAGE-TOO-LARGE': {
    vi: 'Gói tin lớp lớn hơn giới hạn cho phép.',
    en: 'The class package is larger than the profile allows.',
  },
  'PACKAGE-STRUCTURE': {
    vi: 'Phần bao ngoài của gói tin lớp sai cấu trúc: mục này thiếu, thừa, lặp hoặc sai chỗ.',
    en: 'The wrapper of the class package is wrong here: something is missing, unknown, repeated or out of place.',
  },
  'PACKAGE-COUNT': {
    vi: 'Số học bạ ghi trong gói tin lớp khác số học bạ thực có.',
    en: 'The package announces another number of records than it holds.',
  },
  'PACKAGE-NAMESPACE': {
    vi: 'Học bạ này dùng không gian tên (namespace) khai báo ở phần bao ngoài: tách ra thì không còn là học bạ đã ký.',
    en: 'This packet uses a namespace that the wrapper declares: taken out it would not be what was signed.',
  },
  'PACKAGE-DUPLICATE': {
    vi: 'Hai học bạ trong gói tin lớp có cùng mã tra cứu.',
    en: 'Two packets of the package have the same look-up code.',
  },
  'PACKAGE-FOREIGN-SCHOOL': {
    vi: 'Học bạ này là của trường khác với trường của gói tin lớp.',
    en: 'This packet is of another school than the package.',
  },
  'PACKAGE-FOREIGN-CLASS': {
    vi: 'Học bạ này là của lớp khác với lớp của gói tin lớp.',
    en: 'This packet is of another class than the package.',
  },
  'PACKAGE-FOREIGN-YEAR': {
    vi: 'Học bạ này là của năm học khác với năm học của gói tin lớp.',
    en: 'This packet is of another school year than the package.',
  },
  'PACKAGE-FOREIGN-ENVIRONMENT': {
    vi: 'Học bạ này thuộc môi trường khác (thử nghiệm hay chính thức) với gói tin lớp.',
    en: 'This packet is of another environment (test or production) than the package.',
  },
};

const FIX: Bilingual = {
  vi: 'Lập lại gói tin lớp từ phần mềm gốc; không ghép tay tệp XML.',
  en: 'Build the class package again in its software; do not assemble the XML by hand.',
};

export function packageIssue(
  profile: PacketProfile,
  rule: PackageRule,
  place: {
    readonly path: string;
    readonly value: unknown;
    readonly expected: Bilingual;
    readonly owner?: Owner;
  },
): Issue {
  return packetIssue({
    ...place,
    rule,
    message: MESSAGES[rule],
    fix: FIX,
    basis: `packet profile ${profile.id}`,
    owner: place.owner ?? 'vendor',
  });
}
