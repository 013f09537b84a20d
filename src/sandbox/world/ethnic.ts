import type { Rng } from './prng.js';
import type { EthnicGroup, Sex } from './types.js';

/** code: QĐ 1019/QĐ-TCTK 2008; code1979: QĐ 121-TCTK/PPCĐ. 37 of 54 differ between the two. */
const GROUPS: readonly (readonly [string, string, string, string])[] = [
  ['kinh', '01', '01', 'Kinh'],
  ['tay', '02', '02', 'Tày'],
  ['thai', '03', '03', 'Thái'],
  ['kho-me', '05', '05', 'Khơ me'],
  ['hmong', '08', '08', "H'mông"],
  ['dao', '09', '09', 'Dao'],
  ['gia-rai', '10', '10', 'Gia-rai'],
  ['e-de', '11', '12', 'Ê-đê'],
  ['ba-na', '12', '13', 'Ba-na'],
  ['xo-dang', '16', '14', 'Xơ-đăng'],
  ['hre', '18', '19', 'Hrê'],
  ['mnong', '20', '20', 'Mnông'],
  ['gie-trieng', '29', '27', 'Gié-Triêng'],
  ['nguoi-nuoc-ngoai', '55', '55', 'Người nước ngoài'],
];

const BY_KEY = new Map<string, EthnicGroup>(
  GROUPS.map(([key, code, code1979, name]) => [key, { key, code, code1979, name }]),
);

export const ethnicGroup = (key: string): EthnicGroup => {
  const group = BY_KEY.get(key);
  if (group === undefined) throw new Error(`unknown ethnic group ${key}`);
  return group;
};

const list = (text: string): readonly string[] => text.split(', ');

/** Given syllables: Kinh, then those of each group, made up. */
const GIVEN: Readonly<Record<string, readonly string[]>> = {
  male: list(
    'An, Bảo, Bình, Cường, Dũng, Duy, Đạt, Đức, Hải, Hiếu, Hoàng, Hùng, Huy, Khang, Khánh, Khôi, Kiên, Lâm, Long, Minh, Nam, Nghĩa, Nguyên, Nhân, Phát, Phong, Phúc, Quân, Quang, Quốc, Sơn, Tài, Thắng, Thành, Thiện, Thịnh, Toàn, Trí, Trung, Tuấn, Tùng, Việt, Vinh, Vũ',
  ),
  female: list(
    'An, Anh, Ánh, Châu, Chi, Diệp, Dung, Duyên, Giang, Hà, Hạnh, Hân, Hiền, Hoa, Hòa, Hương, Khuê, Lan, Linh, Loan, Ly, Mai, My, Ngân, Ngọc, Nhi, Như, Nhung, Oanh, Phương, Quyên, Quỳnh, Tâm, Thảo, Thoa, Thu, Thủy, Thư, Tiên, Trang, Trâm, Trinh, Tú, Uyên, Vân, Vy, Yến',
  ),
  xodang: list(
    'Thuân, Hyăng, Blôi, Đrăng, Kâng, Briu, Nhêng, Vih, Ngọ, Mai Ly, Thảo Vi, Sương, Đức Linh, Brin, Khơi, Nhin, Hơ Lan, Blin, Thơm, Xuân Hà, Huỳnh, Lệ Thu, Diễm, Đông, Ưng, Khiên, Plơng, Tuy, Nheo, Hải Đăng, Brô, Kim Oanh, Lưu, Thẩm, Dui, Đia, Yên Nhi, Bảo Trâm, Gia Huy, Thiên',
  ),
  bana: list('Hyưn, Pyôn, Djrơng, Ngưi, Blơi, Nhum, Thơih, Yar, Phưh, Kuih, Blăn, Hnhun, Jơn, Đưm, Wơt'),
  gietrieng: list('Blong, Nhôn, Khiêm, Hoan, Ngan, Lúi, Bằng, Un, Nghiêm, Vưng, Kun, Lai'),
  hre: list('Rin, Treo, Thiếu, Nghĩa, Yên, Đố, Ré, Lía, Mai, Truy, Dắt, Nhã'),
  ede: list(
    'Blŏ, Djuăt, Nhưi, Wel, Bhiăo, Čih, Ƀlơm, Thuin, Nguê, Krŏng, Liă, Suai, Ñăk, Bung, Tlă, Quỳnh, Phương, Ngân, Khánh, Tuấn',
  ),
  mnong: list('Nguyên, Lak, Brơi, Sơn, Ngân, Bhiơng, Thuyên, Krang'),
  giarai: list('Hlơi, Blâm, Phiên, Yuih, Khuyên, Tin, Hyưm, Thiêm, Nghiêu, Rưn'),
  mong: list('Páo, Dơ, Chua, Mỷ, Sình, Tủa, Dê, Súa, Pà, Chớ'),
  thai: list('Piến, Hặc, Thoan, Ún, Pâng, Inh, Dương, Hương, Quyết, Thương'),
  dao: list('Phin, Sơn, Quẩy, Liều, Nhất, Phấu, Chiêu'),
  khome: list('Sa Rươl, Sô Phia, Chanh Đa, Thi Đa, Ra, Vi Na, Phol, Mara, Rạch Tha'),
};

const SURNAMES = list(
  'Nguyễn, Nguyễn, Nguyễn, Nguyễn, Trần, Trần, Lê, Lê, Phạm, Hoàng, Huỳnh, Phan, Vũ, Võ, Đặng, Bùi, Đỗ, Hồ, Ngô, Dương, Lý, Đinh, Đoàn, Trịnh, Mai, Lương, Trương, Hà, Cao, Châu',
);
const MIDDLE: Readonly<Record<Sex, readonly string[]>> = {
  male: list('Văn, Hữu, Đức, Minh, Quốc, Gia, Công, Thanh, Anh, Hoàng, Xuân, Đình, Bảo, Tấn, Nhật, Thế'),
  female: list('Thị, Thị, Ngọc, Thanh, Phương, Thu, Minh, Khánh, Bảo, Thảo, Mỹ, Hoài, Kim, Diễm, Gia, Tuyết'),
};
const CLANS: Readonly<Record<string, readonly string[]>> = {
  ede: list(
    'Niê, Niê Kdăm, Mlô, Mlô Duôn Du, Êban, Kbuôr, Ksơr, Êčăm, Êñuôl, Adrơ̆ng, Byă, Buôn Yă, Kpă, Ayŭn, Hđơk, Hmŏk, Knul',
  ),
  giarai: list("Rơ Châm, Ksor, Siu, Nay, Kpă, Rcom, Rmah, R'Ô, Rahlan, Puih"),
  mnong: list('Bing, Buôn Krông, Pang Ting, Ong, Du, Kuan'),
  mong: list('Giàng, Vừ, Lầu, Sùng, Thào, Vàng, Hạng, Mùa'),
  thai: list('Lò, Cầm, Quàng, Lường, Tòng, Vi, Sầm, Đèo'),
  tay: list('Nông, Hoàng, Triệu, Lục, Bế, Đàm, Ma, Ma Khánh'),
  dao: list('Triệu, Bàn, Phàn, Tẩn, Chảo, Đặng'),
  khome: list('Thạch, Sơn, Kim, Lâm, Danh, Châu'),
};

type Shape = (rng: Rng, sex: Sex) => string;
const given = (rng: Rng, key: string): string => rng.pick(GIVEN[key] ?? []);
const clan = (rng: Rng, key: string): string => rng.pick(CLANS[key] ?? []);
const kinhGiven = (rng: Rng, sex: Sex): string => {
  const last = given(rng, sex);
  const first = rng.chance(0.45) ? given(rng, sex) : null;
  return first === null || first === last ? last : `${first} ${last}`;
};
const prefixed =
  (key: string): Shape =>
  (rng, sex) =>
    `${sex === 'male' ? 'A' : 'Y'} ${given(rng, key)}`;
const surnamed =
  (clans: string, key: string | null): Shape =>
  (rng, sex) =>
    `${clan(rng, clans)} ${sex === 'male' ? 'Văn' : 'Thị'} ${key === null ? kinhGiven(rng, sex) : given(rng, key)}`;
const clanLast =
  (key: string): Shape =>
  (rng, sex) =>
    `${sex === 'male' ? 'Y ' : "H'"}${given(rng, key)} ${clan(rng, key)}`;

const kinh: Shape = (rng, sex) => `${rng.pick(SURNAMES)} ${rng.pick(MIDDLE[sex])} ${kinhGiven(rng, sex)}`;

/** Y is a man's mark among Ê Đê and Mnông, a woman's among Xơ Đăng, Ba Na and Gié-Triêng. */
const SHAPES: Readonly<Record<string, Shape>> = {
  kinh,
  tay: surnamed('tay', null),
  thai: surnamed('thai', 'thai'),
  'kho-me': (rng, sex) => `${clan(rng, 'khome')} ${sex === 'male' ? '' : 'Thị '}${given(rng, 'khome')}`,
  hmong: (rng, sex) => `${clan(rng, 'mong')} ${sex === 'male' ? 'A' : 'Thị'} ${given(rng, 'mong')}`,
  dao: (rng, sex) => `${clan(rng, 'dao')} ${sex === 'male' ? 'Văn' : 'Mùi'} ${given(rng, 'dao')}`,
  'gia-rai': (rng, sex) => `${clan(rng, 'giarai')} ${sex === 'male' ? '' : "H'"}${given(rng, 'giarai')}`,
  'e-de': clanLast('ede'),
  'ba-na': (rng, sex) =>
    rng.chance(0.6)
      ? prefixed('bana')(rng, sex)
      : `Đinh ${sex === 'male' ? '' : 'Thị '}${given(rng, 'bana')}`,
  'xo-dang': prefixed('xodang'),
  hre: (rng, sex) => `${rng.pick(['Phạm', 'Đinh'])} ${sex === 'male' ? 'Văn' : 'Thị'} ${given(rng, 'hre')}`,
  mnong: clanLast('mnong'),
  'gie-trieng': prefixed('gietrieng'),
  'nguoi-nuoc-ngoai': (rng) =>
    `${rng.pick(['Somsak', 'Bounmy', 'Khamla', 'Sokha'])} ${rng.pick(['Vongsa', 'Phommachanh', 'Chan'])}`,
};

/** A synthetic name in the shape of the ethnic group. NFC. */
export const nameOf = (rng: Rng, groupKey: string, sex: Sex): string =>
  (SHAPES[groupKey] ?? kinh)(rng, sex).normalize('NFC');
