/** What people, scripts and attackers send: text, numbers and nesting that have broken programs before. */
import * as fc from 'fast-check'

export const texts = [
  '', ' ', '\0', 'a\0b', '\ud83d', '\udc00x', '\ufeff', '\u202e', '\u200b', 'e\u0301', '𠮷', '👨‍👩‍👧', '\n', '\r\n', '\t',
  'NaN', 'Infinity', '-Infinity', '1e309', '1e999', '-0', '0x10', '٣٤٥', '９９', '1,000', '9'.repeat(400), '9007199254740993', '1.0000000000000000001', '-99999999999999999999',
  "'", '"', '--', "';drop table x;--", '%', '_', '\\', '\\\\', '${7*7}', '{{7*7}}', '=1+1', '<script>', '../../etc/passwd',
  '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'null', 'undefined', 'true', '[object Object]',
  '2026-02-30', '0000-00-00', '0001-01-01', '9999-12-31', '99999-01-01', 'infinity', '-infinity', 'today', '2026-11-21T24:00:00Z', '2026-11-21T10:00:00+99:99', '-271821-04-20T00:00:00.000Z',
  '00000000-0000-0000-0000-000000000000', '0199C0DE-0000-7000-8000-00000000000A', '0199c0de00007000800000000000000a', '{0199c0de-0000-7000-8000-00000000000a}',
  'x'.repeat(300), '长'.repeat(20_001),
] // prettier-ignore

const deep = (levels: number): unknown => (levels ? [deep(levels - 1)] : null)
const nested = (levels: number): unknown => (levels ? { and: [nested(levels - 1)] } : { field: 'name', op: 'eq', value: 'x' })

export const hostileText = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...texts) },
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
)

export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom<unknown[]>(
    null,
    true,
    false,
    0,
    -0,
    1,
    -1,
    1.5,
    1e308,
    -1e308,
    5e-324,
    2 ** 31,
    2 ** 53,
    [],
    {},
    [[]],
    [null],
    [{}],
    { amount: 'NaN' },
    { id: 1 },
    { from: 'x' },
    { now: true },
    deep(20),
    deep(40),
    nested(11),
    nested(40),
    Array.from({ length: 1001 }, () => 'x'),
  ),
  fc.jsonValue({ maxDepth: 3 }),
)

/** Bodies that are no JSON object, as bytes with their content type. */
export const rawBodies: fc.Arbitrary<{ bytes: Buffer; type: string | undefined }> = fc.constantFrom(
  ...[
    ['', 'application/json'],
    ['{', 'application/json'],
    ['null', 'application/json'],
    ['[]', 'application/json'],
    ['"x"', 'application/json'],
    ['1e999', 'application/json'],
    ['{"a":1e999}', 'application/json'],
    ['{"__proto__":{"admin":true}}', 'application/json'],
    ['{"filter":' + '['.repeat(5000) + ']'.repeat(5000) + '}', 'application/json'],
    ['\ufeff{}', 'application/json'],
    ['{}', 'text/plain'],
    ['{}', undefined],
    ['a=1', 'application/x-www-form-urlencoded'],
    ['--x\r\n', 'multipart/form-data; boundary=x'],
    [
      '--x\r\ncontent-disposition: form-data; name="file"; filename="a\u0000.csv"\r\n\r\na,b\r\n--x--\r\n',
      'multipart/form-data; boundary=x',
    ],
    ['{}', 'multipart/form-data'],
  ].map(([text, type]) => ({ bytes: Buffer.from(text!), type })),
  { bytes: Buffer.from([0x22, 0xb9, 0xd8, 0x22]), type: 'application/json' },
)

/** Segments of a path as they go over the wire. */
export const rawSegments = fc.constantFrom(
  '%00',
  '%FF',
  '%ED%A0%80',
  '%',
  '%zz',
  '..%2F..',
  '.',
  '%2e%2e',
  '',
  'x'.repeat(150),
  '%F0%9F%98%80',
  "'",
  '*',
  '0',
)
