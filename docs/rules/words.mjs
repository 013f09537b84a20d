// Words and text of the catalogue.
export const OWNERS = {
  school: 'trường · school',
  vendor: 'nhà cung cấp phần mềm · vendor',
  department: 'Sở GDĐT · department',
  gateway: 'cổng học bạ số · gateway',
};
export const SEVERITIES = {
  error: 'lỗi · error',
  warning: 'cảnh báo · warning',
  info: 'thông tin · information',
};
export const CERTAINTIES = {
  found: 'đã đọc văn bản gốc · read in the source',
  'second-hand': 'theo nguồn thứ cấp, cần đối chiếu văn bản gốc · second hand',
  memory: 'theo trí nhớ, cần đối chiếu văn bản gốc · from memory',
};
/** Characters that nobody would see, and those that Markdown would take for its own. */
const visible = (text) =>
  text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
export const prose = (text) => visible(text).replace(/[\\`*_<>|[\]]/gu, (character) => `\\${character}`);
export const both = ({ vi, en }) => `${prose(vi)} · _${prose(en)}_`;
export const code = (text) => {
  const shown = visible(text);
  return shown.includes('`') ? `\`\` ${shown} \`\`` : `\`${shown}\``;
};
