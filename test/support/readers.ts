/** Everything on the server that reads a text which people typed, by name: what it answers does not matter, only that it does. */
import { empty } from 'sql-template-tag'
import { samplesOf, variantsOf } from '../../src/fields/all-samples.ts'
import type { Field, OperatorContext } from '../../src/fields/field.ts'
import { fieldTypes } from '../../src/fields/index.ts'
import { languageOf } from '../../src/http/language.ts'
import { firmLikeness } from '../../src/lib/company-likeness.ts'
import { firmKey } from '../../src/lib/company.ts'
import { isCurrency, splitCurrency } from '../../src/lib/currency.ts'
import { readDayText } from '../../src/lib/day-text.ts'
import { readDay } from '../../src/lib/day-words.ts'
import { canonical, unscientific } from '../../src/lib/decimal.ts'
import { instantValue, readInstant } from '../../src/lib/instant.ts'
import { isLink, linkOf } from '../../src/lib/link.ts'
import { ownDomain } from '../../src/lib/mail-domain.ts'
import { mask } from '../../src/lib/mask.ts'
import { readNumberText } from '../../src/lib/number-text.ts'
import { readPhone, unwrapPhone } from '../../src/lib/phone.ts'
import { bigrams, fullPinyin, initials, readings, sortKey } from '../../src/lib/pinyin.ts'
import { searchIndex, searchQuery } from '../../src/lib/search-words.ts'
import { defuse, restore } from '../../src/lib/tabular/defuse.ts'
import { joinNames } from '../../src/lib/tabular/join.ts'
import { plain } from '../../src/lib/tabular/xml.ts'
import { clean, halfWidth, textKey } from '../../src/lib/text.ts'
import { isDay, isTimeZone } from '../../src/lib/zone.ts'
import { networkOf } from '../../src/platform/auth/address.ts'
import { passwordProblems } from '../../src/platform/auth/password.ts'
import { emailProblems, nameProblems } from '../../src/platform/directory/words.ts'
import { attachment, fileName } from '../../src/platform/files/name.ts'
import { readTable } from '../../src/web/list/spreadsheet.ts'

type Reads = (text: string) => unknown

export const context: OperatorContext = {
  timeZone: 'Asia/Shanghai',
  today: '2026-03-05',
  now: '2026-03-05T02:00:00.000Z',
  currency: 'CNY',
  language: 'zh',
  me: '0199c0de-0000-7000-8000-00000000000a',
  myTeam: [],
}

const ofLib: Record<string, Reads> = {
  languageOf,
  firmKey,
  firmLikeness: (text) => firmLikeness(text, `${text}公司`),
  isCurrency,
  splitCurrency: (text) => splitCurrency(text, 'CNY'),
  readDayText: (text) => readDayText(text, 'Asia/Shanghai', '2026-03-05'),
  readDay: (text) => readDay(text, '2026-03-05'),
  canonical,
  unscientific,
  readInstant,
  instantValue,
  isLink,
  linkOf,
  ownDomain,
  mask,
  readNumberText,
  readPhone: (text) => readPhone(text),
  readMobile: (text) => readPhone(text, 'mobile'),
  unwrapPhone,
  bigrams,
  fullPinyin,
  initials,
  readings,
  sortKey: (text) => sortKey(text, true),
  searchIndex: (text) => searchIndex([text]),
  searchQuery,
  defuse,
  restore,
  joinNames: (text) => joinNames([{ header: '姓', text }, { header: '名', text }]), // prettier-ignore
  plain,
  clean: (text) => clean(text),
  cleanLines: (text) => clean(text, 'many lines'),
  halfWidth,
  textKey,
  isDay,
  isTimeZone,
  networkOf,
  passwordProblems: (text) => passwordProblems(text, text),
  emailProblems: (text) => emailProblems(text),
  nameProblems: (text) => nameProblems(text),
  attachment,
  fileName,
  readTable,
}

/** A cell of a file, a value of a request, and each operator's operand, for every type with all its options. */
const ofFields: [string, Reads][] = Object.entries(fieldTypes).flatMap(([name, type]) =>
  [samplesOf[name]!, ...(variantsOf[name] ?? [])].flatMap(({ options }, i) =>
    options.flatMap((each, j): [string, Reads][] => {
      const field: Field = { ...each, type: name }
      const at = `${name} ${i}.${j}`
      const parse = (value: unknown) => {
        const parsed = type.parse(value, field, context)
        if ('problem' in parsed || parsed.cells.every((cell) => cell === null)) return
        type.words?.(parsed.cells, field)
        type.derived?.derive(parsed.cells, field)
      }
      const fromText = (text: string) => {
        const found = type.fromText(text, field, context)
        if ('value' in found) parse(found.value)
      }
      const asked = Object.values(type.operators(field))
      const operators = (text: string) => asked.forEach((operator) => void operator.sql(() => empty, text, field, context))
      return [[`${at} from a file`, fromText], [`${at} as a value`, parse], [`${at} in a filter`, operators]] // prettier-ignore
    }),
  ),
)

export const readers: [string, Reads][] = [...Object.entries(ofLib), ...ofFields]
