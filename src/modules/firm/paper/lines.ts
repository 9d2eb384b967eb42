/** The lines of a document as a table. A column that no line uses is left out; cost and margin have none. */
import type { Reading } from '../../../engine/house.ts'
import type { PaperLanguage, Sheet, SheetColumn } from '../../../lib/sheet.ts'
import type { RecordJson } from '../../../lib/wire.ts'
import { amountOf, figure, percent, quantity } from './amounts.ts'
import { fieldText } from './field-text.ts'
import { sayer } from './say.ts'

type Column = SheetColumn & { cell: (line: RecordJson, place: number) => string; always?: true }

export function linesOf(reading: Reading, object: string, record: RecordJson, language: PaperLanguage): Pick<Sheet, 'columns' | 'rows'> {
  const lines = (record.lines ?? []) as RecordJson[]
  const at = reading.catalog.objects.get(object)?.fields.get('lines')
  const line = at?.type.children?.(at.field).of ?? ''
  const said = (name: string) => (each: RecordJson) => fieldText(reading, line, name, each[name], language)
  const used = columnsFor(language, said).filter(({ always, cell }) => always || lines.some((each, place) => cell(each, place) !== ''))
  return {
    columns: used.map(({ label, kind }) => ({ label, kind })),
    rows: lines.map((each, place) => used.map(({ cell }) => cell(each, place))),
  }
}

function columnsFor(language: PaperLanguage, said: (name: string) => (line: RecordJson) => string): Column[] {
  const named = (zh: string, en: string) => sayer(language)(zh, en, '\n')
  const amount = (value: unknown) => figure(amountOf(value)?.amount ?? '')
  return [
    { label: '#', kind: 'short', always: true, cell: (_, place) => String(place + 1) },
    { label: named('名称', 'Description'), kind: 'text', always: true, cell: said('description') },
    { label: named('规格型号', 'Specification'), kind: 'text', cell: said('specification') },
    { label: named('单位', 'Unit'), kind: 'short', cell: said('unit') },
    { label: named('数量', 'Quantity'), kind: 'number', always: true, cell: (line) => quantity(line.quantity) },
    { label: named('单价', 'Unit price'), kind: 'number', always: true, cell: (line) => amount(line.price) },
    { label: named('折扣', 'Discount'), kind: 'number', cell: (line) => percent(line.discount).replace(/^(?=.)/, '-') },
    { label: named('税率', 'Tax'), kind: 'number', cell: (line) => percent(line.taxRate, '0%') },
    { label: named('金额', 'Amount'), kind: 'number', always: true, cell: (line) => amount(line.amount) },
  ]
}
