import { closestLabels } from '../domain/closest.js';
import type { Issue } from '../domain/issue.js';
import { packetIssue } from './issues.js';
import type { PacketProfile, ProfileElement } from './profile-shape.js';

const FIX = {
  vi: 'Lập lại gói tin từ phần mềm gốc; không sửa tay tệp XML.',
  en: 'Build the packet again in its software; do not edit the XML by hand.',
};

export const contradiction = (path: string, value: string, expected: string): Issue =>
  packetIssue({
    rule: 'PACKET-CONTRADICTION',
    path,
    value,
    expected: { vi: expected, en: expected },
    message: {
      vi: 'Giá trị này mâu thuẫn với giá trị ở chỗ khác trong gói tin.',
      en: 'This value contradicts the one elsewhere in the packet.',
    },
    fix: FIX,
    basis: 'packet profile',
    owner: 'vendor',
  });

/** The profile's own id stands in the packet as a constant. */
export const otherProfile = (path: string, value: string, expected: string): Issue =>
  packetIssue({
    rule: 'PACKET-PROFILE',
    path,
    value,
    expected: { vi: expected, en: expected },
    message: {
      vi: 'Gói tin tự ghi là theo một cấu trúc khác với cấu trúc đang dùng để kiểm tra.',
      en: 'The packet says that it follows another profile than the one it is checked by.',
    },
    fix: {
      vi: 'Chọn đúng cấu trúc gói tin khi kiểm tra, hoặc lập lại gói tin theo cấu trúc hiện hành.',
      en: 'Choose the right profile for the check, or build the packet again by the current one.',
    },
    basis: 'packet profile',
    owner: 'vendor',
  });

export const unreadable = (path: string, value: string, element: ProfileElement): Issue =>
  packetIssue({
    rule: 'PACKET-UNREADABLE',
    path,
    value,
    expected: { vi: 'Đúng kiểu dữ liệu', en: 'A value of its type' },
    message: { vi: `Không đọc được giá trị của mục ${element.name}.`, en: `${element.name} cannot be read.` },
    fix: FIX,
    basis: element.basis ?? 'packet profile',
    owner: 'vendor',
  });

/** Tables of up to this many codes are shown whole. */
const SHOWN_CODES = 12;

export function unknownCode(
  path: string,
  value: string,
  { name, codes = '', basis = 'packet profile' }: ProfileElement,
  known: readonly string[],
): Issue {
  const near = known.length <= SHOWN_CODES ? known : closestLabels(value, known, (code) => code);
  const list = near.length === 0 ? '' : `: ${near.join(', ')}`;
  const among = known.length <= SHOWN_CODES ? ['', ''] : [' (gần nhất)', ' (closest)'];
  const shownList = near.length === 0 ? ['', ''] : among;
  return packetIssue({
    rule: 'PACKET-CODE',
    path,
    value,
    expected: {
      vi: `Mã thuộc danh mục ${codes}${shownList[0]}${list}`,
      en: `A code of the table ${codes}${shownList[1]}${list}`,
    },
    message: {
      vi: `Mục ${name}: mã này không có trong danh mục ${codes} của cấu trúc gói tin.`,
      en: `${name}: the code table ${codes} of the profile has no such code.`,
    },
    fix: {
      vi: 'Nhà cung cấp sửa bảng chuyển mã của phần mềm theo danh mục của cấu trúc gói tin.',
      en: 'The vendor corrects the software’s code conversion by the profile’s table.',
    },
    basis,
    owner: 'vendor',
  });
}

export const notThisFormat = (profile: PacketProfile, name: string): Issue =>
  packetIssue({
    rule: 'PACKET-FORMAT',
    path: `/${name}`,
    value: name,
    expected: { vi: `Phần tử gốc ${profile.root.name}`, en: `The root element ${profile.root.name}` },
    message: {
      vi: 'Tệp này không phải gói tin học bạ theo cấu trúc đã chọn.',
      en: 'This file is not a packet of the chosen profile.',
    },
    fix: {
      vi: 'Kiểm tra lại tệp, hoặc chọn đúng cấu trúc gói tin.',
      en: 'Check the file, or choose the right profile.',
    },
    basis: `packet profile ${profile.id}`,
    owner: 'vendor',
  });
