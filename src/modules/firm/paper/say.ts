/** One word in the languages of a paper: '报价单', 'Quotation' or '报价单 Quotation'. */
import type { Label } from '../../../fields/field.ts'
import type { PaperLanguage } from '../../../lib/sheet.ts'

export type Say = (zh: string, en: string, between?: string) => string

export const sayer =
  (language: PaperLanguage): Say =>
  (zh, en, between = ' ') =>
    language === 'zh' ? zh : language === 'en' ? en : `${zh}${between}${en}`

export const sayLabel = (say: Say, { zh, en }: Label, between?: string): string => say(zh, en, between)
