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

export const unreadable = (path: string, value: string, element: ProfileElement): Issue =>
  packetIssue({
    rule: 'PACKET-UNREADABLE',
    path,
    value,
    expected: {
      vi: element.codes === undefined ? 'Đúng kiểu dữ liệu' : `Mã thuộc danh mục ${element.codes}`,
      en: element.codes === undefined ? 'A value of its type' : `A code of the table ${element.codes}`,
    },
    message: { vi: `Không đọc được giá trị của mục ${element.name}.`, en: `${element.name} cannot be read.` },
    fix: FIX,
    basis: element.basis ?? 'packet profile',
    owner: 'vendor',
  });

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
