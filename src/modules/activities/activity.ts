import { defineObject } from '../../engine/definition.ts'
import { asOf, choice, date, datetime, file, longText, owner, ref } from '../../fields/index.ts'
import { leadsTo } from './next-step.ts'

const kinds = [
  { id: 'call', label: { zh: '电话', en: 'Call' } },
  { id: 'visit', label: { zh: '拜访', en: 'Visit' } },
  { id: 'meeting', label: { zh: '会议', en: 'Meeting' } },
  { id: 'message', label: { zh: '微信', en: 'Message' } },
  { id: 'mail', label: { zh: '邮件', en: 'Mail' } },
  { id: 'note', label: { zh: '备注', en: 'Note' } },
  { id: 'task', label: { zh: '任务', en: 'Task' } },
]

const outcomes = [
  { id: 'interested', label: { zh: '有意向', en: 'Interested' } },
  { id: 'waiting', label: { zh: '等回复', en: 'Waiting' } },
  { id: 'no-answer', label: { zh: '没接通', en: 'No answer' } },
  { id: 'not-interested', label: { zh: '没意向', en: 'Not interested' } },
  { id: 'done', label: { zh: '已办妥', en: 'Done' } },
]

const open = {
  and: [
    { field: 'kind', op: 'eq', value: 'task' },
    { field: 'doneAt', op: 'empty', value: true },
  ],
}

/** Something done or to do with a customer; it has an outcome and leads to a next step. */
export const activity = defineObject('activity', {
  label: { zh: '跟进', en: 'Activity' },
  plural: 'activities',
  icon: 'message',
  title: ['text', 'kind'],
  fields: {
    kind: choice({
      label: { zh: '方式', en: 'Kind' },
      options: kinds,
      default: 'note',
      required: true,
      indexed: true,
      alias: ['跟进方式', '跟进类型', 'Type'],
    }),
    text: longText({ label: { zh: '内容', en: 'Text' }, search: true, alias: ['跟进内容', '跟进记录', '备注', 'Description', 'Subject'] }),
    outcome: choice({ label: { zh: '结果', en: 'Outcome' }, options: outcomes, open: true, alias: ['跟进结果', 'Result'] }),
    lead: ref('lead', { label: { zh: '线索', en: 'Lead' }, remove: 'alone' }),
    account: ref('account', { label: { zh: '客户', en: 'Account' }, remove: 'with' }),
    contact: ref('contact', { label: { zh: '联系人', en: 'Contact' }, remove: 'clear' }),
    dueAt: date({ label: { zh: '到期', en: 'Due' }, time: 'optional', indexed: true, alias: ['下次跟进时间', 'Due Date'] }),
    doneAt: datetime({
      label: { zh: '完成时间', en: 'Done' },
      indexed: true,
      alias: ['跟进时间', '拜访时间', 'Activity Date', 'Completed'],
    }),
    owner: owner({ label: { zh: '谁', en: 'Who' }, alias: ['跟进人', '业务员', 'Assigned To'] }),
    files: file({ label: { zh: '附件', en: 'Files' } }),
    overdue: asOf({ label: { zh: '逾期', en: 'Overdue' }, when: { and: [...open.and, { field: 'dueAt', op: 'overdue', value: true }] } }),
    ...leadsTo,
  },
  totals: [{ by: ['doneAt'] }],
  views: {
    list: ['kind', 'text', 'outcome', 'lead', 'account', 'dueAt', 'doneAt', 'owner'],
    form: [
      ['kind', 'outcome'],
      'text',
      ['lead', 'account'],
      'contact',
      ['dueAt', 'doneAt'],
      ['owner'],
      ['nextStep', 'nextStepAt'],
      'files',
    ],
    subtitle: ['kind', 'outcome'],
    tabs: [
      { name: 'open', label: { zh: '待办', en: 'To do' }, filter: open, sort: 'dueAt' },
      { name: 'done', label: { zh: '已做', en: 'Done' }, filter: { not: open }, sort: '-doneAt' },
      { name: 'all', label: { zh: '全部', en: 'All' } },
    ],
  },
  // What was a lead's and is a customer's by now opens with the customer.
  access: { owner: 'owner', anchor: ['account', 'lead', 'contact'] },
  timeline: { at: ['doneAt', 'createdAt'], text: ['text'] },
})
