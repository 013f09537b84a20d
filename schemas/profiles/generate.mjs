// Writes packet.xsd and the provenance table of README.md from a profile's data; with --check it only compares.
//   node schemas/profiles/generate.mjs [--check] [FOLDER]…      (default: every folder beside this file)
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parse } from 'yaml';

const here = dirname(fileURLToPath(import.meta.url));
const DS = 'http://www.w3.org/2000/09/xmldsig#';

const escaped = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const indent = (lines) => lines.map((line) => `  ${line}`);

const DAY_PATTERNS = {
  'YYYY-MM-DD': '[0-9]{4}-[0-9]{2}-[0-9]{2}',
  'DD/MM/YYYY': '[0-9]{2}/[0-9]{2}/[0-9]{4}',
  YYYYMMDD: '[0-9]{8}',
};

const restriction = (base, facets) => [
  `<xs:restriction base="${base}">`,
  ...indent(facets.map(([name, value]) => `<xs:${name} value="${escaped(String(value))}"/>`)),
  '</xs:restriction>',
];

/** Restriction of a leaf's text. */
function leafRestriction(profile, element) {
  const separator = profile.decimalSeparator === '.' ? '\\.' : profile.decimalSeparator;
  const pattern = element.pattern === undefined ? [] : [['pattern', element.pattern]];
  if (element.value !== undefined) return restriction('xs:string', [['enumeration', element.value]]);
  switch (element.type ?? 'string') {
    case 'date':
      return profile.dateFormat === 'YYYY-MM-DD'
        ? restriction('xs:date', [['pattern', DAY_PATTERNS[profile.dateFormat]]])
        : restriction('xs:string', [['pattern', DAY_PATTERNS[profile.dateFormat]]]);
    case 'datetime':
      return restriction('xs:dateTime', []);
    case 'integer':
      return restriction('xs:nonNegativeInteger', [['pattern', '[0-9]{1,9}']]);
    case 'decimal':
      return restriction(
        'xs:string',
        pattern.length > 0 ? pattern : [['pattern', `[0-9]{1,3}(${separator}[0-9]{1,3})?`]],
      );
    case 'boolean':
      return restriction('xs:string', [
        ['enumeration', profile.booleans.true],
        ['enumeration', profile.booleans.false],
      ]);
    default:
      return restriction('xs:string', [
        ['minLength', 1],
        ...(element.maxLength === undefined ? [] : [['maxLength', element.maxLength]]),
        ...pattern,
      ]);
  }
}

const typeName = (table) => `ma-${table}`;

/** A code table as a simple type: the codes of all levels. */
function codeType(name, table) {
  const codes = new Set(
    [table.entries ?? {}, ...Object.values(table.byLevel ?? {})].flatMap((entries) => Object.values(entries)),
  );
  return [
    `<xs:simpleType name="${typeName(name)}">`,
    ...indent(
      restriction(
        'xs:string',
        [...codes].map((code) => ['enumeration', code]),
      ),
    ),
    '</xs:simpleType>',
  ];
}

function attributeLines(profile, element) {
  return (element.attributes ?? []).map((attribute) => {
    const isId = element.referencable === true && attribute.name === profile.idAttribute;
    const fixed = attribute.value === undefined ? '' : ` fixed="${escaped(attribute.value)}"`;
    const required = attribute.value !== undefined || isId || element.slot !== undefined;
    return `<xs:attribute name="${attribute.name}" type="${isId ? 'xs:NCName' : 'xs:string'}"${fixed}${required ? ' use="required"' : ''}/>`;
  });
}

/** How often the element occurs: `inChoice` when its parent already says exactly one of several. */
function occurrence(element, allLevels, inChoice) {
  if (element.each !== undefined) return ` minOccurs="0" maxOccurs="${element.maxItems ?? 'unbounded'}"`;
  if (inChoice) return '';
  const isLeaf = element.source !== undefined;
  const conditional =
    element.at !== undefined ||
    element.when !== undefined ||
    element.grades !== undefined ||
    (element.levels !== undefined && element.levels.length < allLevels) ||
    (isLeaf ? (element.nulls ?? 'omit') === 'omit' : element.nulls === 'omit');
  return conditional && !(element.at !== undefined && element.nulls === 'refuse') ? ' minOccurs="0"' : '';
}

function leafLines(profile, element, occurs) {
  const open = `<xs:element name="${element.name}"`;
  if (element.codes !== undefined && element.nulls !== 'empty')
    return [`${open} type="${profile.namespace === null ? '' : 'p:'}${typeName(element.codes)}"${occurs}/>`];
  const body =
    element.nulls === 'empty'
      ? [
          '<xs:union>',
          ...indent([
            '<xs:simpleType><xs:restriction base="xs:string"><xs:length value="0"/></xs:restriction></xs:simpleType>',
            '<xs:simpleType>',
            ...indent(leafRestriction(profile, element)),
            '</xs:simpleType>',
          ]),
          '</xs:union>',
        ]
      : leafRestriction(profile, element);
  return [
    `${open}${occurs}>`,
    ...indent(['<xs:simpleType>', ...indent(body), '</xs:simpleType>']),
    '</xs:element>',
  ];
}

const collect = (element, wanted) => [
  ...(wanted(element) ? [element] : []),
  ...(element.children ?? []).flatMap((child) => collect(child, wanted)),
];

/** What a signature may reference: the ids are unique in the packet. (xs:ID would forbid the fixed values.) */
function uniqueIds(profile, element) {
  if (element.name !== profile.root.name) return [];
  const prefix = profile.namespace === null ? '' : 'p:';
  const names = new Set(
    collect(profile.root, ({ referencable }) => referencable === true).map(({ name }) => name),
  );
  return [
    '<xs:key name="referencable">',
    ...indent([
      `<xs:selector xpath="${[...names].map((name) => `.//${prefix}${name}`).join('|')}"/>`,
      `<xs:field xpath="@${profile.idAttribute}"/>`,
    ]),
    '</xs:key>',
  ];
}

/** One slot per holder: the holder's id occurs once. */
function uniqueSlots(profile, element) {
  const prefix = profile.namespace === null ? '' : 'p:';
  return (element.children ?? [])
    .filter((child) => child.slot !== undefined && child.each !== undefined && child.attributes?.length > 0)
    .flatMap((child) => [
      `<xs:unique name="${element.name}-${child.name}">`,
      ...indent([
        `<xs:selector xpath="${prefix}${child.name}"/>`,
        `<xs:field xpath="@${child.attributes[0].name}"/>`,
      ]),
      '</xs:unique>',
    ]);
}

/** What fills a slot (one signature) or a package's list (packets, which have a schema of their own). */
function fillingLine(profile, element) {
  if (element.slot !== undefined) return `<xs:any namespace="${DS}" processContents="lax" minOccurs="0"/>`;
  const { uri, max } = profile.packets;
  return `<xs:any namespace="${uri}" processContents="skip" minOccurs="0" maxOccurs="${max}"/>`;
}

function elementLines(profile, element, inChoice = false) {
  const occurs = occurrence(element, 3, inChoice);
  const isFilled = element.slot !== undefined || element.packets === true;
  if (element.children === undefined && !isFilled) return leafLines(profile, element, occurs);
  const children = isFilled
    ? ['<xs:sequence>', ...indent([fillingLine(profile, element)]), '</xs:sequence>']
    : [
        element.choice === true ? '<xs:choice>' : '<xs:sequence>',
        ...indent(element.children.flatMap((child) => elementLines(profile, child, element.choice === true))),
        element.choice === true ? '</xs:choice>' : '</xs:sequence>',
      ];
  return [
    `<xs:element name="${element.name}"${occurs}>`,
    ...indent([
      '<xs:complexType>',
      ...indent([...children, ...attributeLines(profile, element)]),
      '</xs:complexType>',
      ...uniqueIds(profile, element),
      ...uniqueSlots(profile, element),
    ]),
    '</xs:element>',
  ];
}

function schemaText(profile, tables) {
  const target =
    profile.namespace === null
      ? ''
      : ` xmlns:p="${escaped(profile.namespace.uri)}" targetNamespace="${escaped(profile.namespace.uri)}"`;
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<!-- ${profile.id}: generated from profile.yaml and codes.yaml by schemas/profiles/generate.mjs. Not the ministry's schema. -->`,
    `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"${target} elementFormDefault="qualified">`,
    ...indent([
      ...Object.entries(tables).flatMap(([name, table]) => codeType(name, table)),
      ...elementLines(profile, { ...profile.root, nulls: undefined }),
    ]),
    '</xs:schema>',
  ];
  return `${lines.join('\n')}\n`;
}

export const schemaOf = (profile, codes) => schemaText(profile, codes.tables);

/** The schema of a class package's wrapper: of the codes only those it uses, of the packets only that they stand there. */
function packageSchemaOf(profile, codes) {
  const { namespace, root, maxPackets } = profile.package;
  const used = new Set(
    collect(root, (element) => element.codes !== undefined).map((element) => element.codes),
  );
  const tables = Object.fromEntries(Object.entries(codes.tables).filter(([name]) => used.has(name)));
  const packets = { uri: profile.namespace?.uri ?? '##local', max: maxPackets };
  return schemaText({ ...profile, namespace, root, packets }, tables);
}

const sourceText = (element) => {
  if (element.value !== undefined) return `constant "${element.value}"`;
  if (element.slot !== undefined) return `slot ${element.slot}`;
  if (element.packets === true) return 'the packets of the class';
  const sources = [element.source ?? element.each ?? element.at ?? []].flat();
  const text = sources.map((entry) =>
    typeof entry === 'string' ? `\`${entry}\`` : `\`${entry.prefix ?? ''}\` + \`${entry.path}\``,
  );
  return text.join(', else ');
};

const typeText = (element) => {
  if ([element.children, element.slot, element.value, element.packets].some((held) => held !== undefined))
    return '';
  const type = element.codes === undefined ? (element.type ?? 'string') : `code ${element.codes}`;
  return element.maxLength === undefined ? type : `${type} ${element.maxLength}`;
};

/** Every name of the packet with where it comes from. */
export function provenanceTable(profile, codes) {
  const rows = [];
  const visit = (element, path) => {
    const here = `${path}/${element.name}`;
    const cell = (text) => text.replaceAll('|', '\\|');
    rows.push(
      `| \`${here}\` | ${element.provenance} | ${cell(element.basis ?? '')} | ${cell(sourceText(element))} | ${typeText(element)} | ${(element.levels ?? []).join(', ')} |`,
    );
    for (const attribute of element.attributes ?? [])
      rows.push(
        `| \`${here}/@${attribute.name}\` | ${attribute.provenance} | ${cell(attribute.basis ?? '')} | ${cell(sourceText(attribute))} | | |`,
      );
    for (const child of element.children ?? []) visit(child, here);
  };
  visit(profile.root, '');
  if (profile.package !== undefined) visit(profile.package.root, '');
  const tables = Object.entries(codes.tables).map(
    ([name, table]) => `| ${name} | ${table.provenance} | ${table.basis ?? ''} |`,
  );
  return [
    '| Name | Provenance | Basis | Comes from | Type, length | Levels |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
    '| Code table | Provenance | Basis |',
    '|---|---|---|',
    ...tables,
  ].join('\n');
}

const START = '<!-- provenance: generated -->';
const END = '<!-- /provenance -->';

/** The files that a profile folder should hold, by name. */
export function generatedFiles(folder) {
  const profile = parse(readFileSync(join(folder, 'profile.yaml'), 'utf8'), { maxAliasCount: 500 });
  const codes = parse(readFileSync(join(folder, profile.codes), 'utf8'));
  const files = { [profile.schema]: schemaOf(profile, codes) };
  if (profile.package !== undefined) files[profile.package.schema] = packageSchemaOf(profile, codes);
  const readme = join(folder, 'README.md');
  if (existsSync(readme)) {
    const text = readFileSync(readme, 'utf8');
    const [before = '', rest = ''] = text.split(START);
    const after = rest.split(END)[1] ?? '\n';
    files['README.md'] = `${before}${START}\n${provenanceTable(profile, codes)}\n${END}${after}`;
  }
  return files;
}

/** A formatter may widen the cells of a table: that is no difference. */
const plain = (name, text) =>
  name.endsWith('.md')
    ? text
        .replaceAll(/ +/gu, ' ')
        .replaceAll(/-{3,}/gu, '---')
        .replaceAll('| ---', '|---')
        .replaceAll('--- |', '---|')
    : text;

const isStale = (folder, name, text) =>
  !existsSync(join(folder, name)) ||
  plain(name, readFileSync(join(folder, name), 'utf8')) !== plain(name, text);

/** Names of files that are not as generated. */
export const staleFiles = (folder) =>
  Object.entries(generatedFiles(folder))
    .filter(([name, text]) => isStale(folder, name, text))
    .map(([name]) => join(folder, name));

function main(args) {
  const named = args.filter((argument) => !argument.startsWith('--'));
  const folders =
    named.length > 0
      ? named
      : readdirSync(here, { withFileTypes: true })
          .filter((entry) => entry.isDirectory())
          .map((entry) => join(here, entry.name));
  for (const folder of folders) {
    if (!args.includes('--check'))
      for (const [name, text] of Object.entries(generatedFiles(folder)))
        writeFileSync(join(folder, name), text);
    for (const file of staleFiles(folder)) {
      process.stderr.write(
        `${relative(process.cwd(), file)} is stale: run node schemas/profiles/generate.mjs\n`,
      );
      process.exitCode = 1;
    }
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  main(process.argv.slice(2));
