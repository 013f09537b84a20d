import type { Place } from './types.js';

const place = (
  [provinceCode, provinceName]: readonly [string, string],
  [wardCode, wardName]: readonly [string, string],
  [oldProvinceCode, oldDistrictCode, oldWardCode, oldName]: readonly [string, string, string, string],
): Place => ({
  provinceCode,
  provinceName,
  wardCode,
  wardName,
  oldProvinceCode,
  oldDistrictCode,
  oldWardCode,
  oldName,
});

/** The seed documents' communes, before and after 1/7/2025. */
export const BUON_HO = place(
  ['66', 'Đắk Lắk'],
  ['24305', 'Phường Buôn Hồ'],
  ['66', '644', '24311', 'Phường Thiện An, thị xã Buôn Hồ, tỉnh Đắk Lắk'],
);
export const NGOK_TU = place(
  ['51', 'Quảng Ngãi'],
  ['23428', 'Xã Ngọk Tụ'],
  ['62', '612', '23428', 'Xã Ngọk Tụ, huyện Đắk Tô, tỉnh Kon Tum'],
);
export const PHU_HOA_DONG = place(
  ['79', 'TP. Hồ Chí Minh'],
  ['27541', 'Xã Phú Hòa Đông'],
  ['79', '783', '27547', 'Xã Tân Thạnh Đông, huyện Củ Chi, TP. Hồ Chí Minh'],
);
export const XUAN_TRUONG = place(
  ['37', 'Ninh Bình'],
  ['14089', 'Xã Xuân Trường'],
  ['36', '364', '14143', 'Xã Xuân Ninh, huyện Xuân Trường, tỉnh Nam Định'],
);
