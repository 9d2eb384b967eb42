import { defineObject } from '../../engine/definition.ts'
import { asOf, choice, date, derived, longText, money, owner, percent, ref, states, text, the } from '../../fields/index.ts'
import { nextStepOf } from '../activities/index.ts'
import { sources } from '../parties/index.ts'
import { lostReasons } from './lost-reasons.ts'

/** A deal nobody has touched for so many days is neglected. */
const untouchedDays = 14

const open = { field: 'stage', op: 'phase', value: ['open'] }
const mine = { field: 'owner', op: 'me', value: true }

/** A possible deal: how much, how likely, by when, and what comes next. */
export const opportunity = defineObject('opportunity', {
  label: { zh: '商机', en: 'Opportunity' },
  plural: 'opportunities',
  icon: 'opportunity',
  title: 'name',
  fields: {
    name: text({
      label: { zh: '商机名称', en: 'Name' },
      required: true,
      search: true,
      alias: ['项目名称', 'Deal Name', 'Opportunity Name'],
    }),
    account: ref('account', { label: { zh: '客户', en: 'Account' }, required: true, alias: ['客户名称', '公司', 'Account Name'] }),
    contact: ref('contact', { label: { zh: '联系人', en: 'Contact' }, remove: 'clear' }),
    amount: money({ label: { zh: '金额', en: 'Amount' }, min: 0, alias: ['预计金额', '商机金额', 'Deal Value'] }),
    stage: states(
      {
        qualify: { label: { zh: '初步接洽', en: 'Qualify' }, phase: 'open', probability: 10 },
        propose: { label: { zh: '方案报价', en: 'Propose' }, phase: 'open', probability: 40 },
        negotiate: { label: { zh: '商务谈判', en: 'Negotiate' }, phase: 'open', probability: 70 },
        won: { label: { zh: '赢单', en: 'Won' }, phase: 'won', probability: 100, needs: ['amount', 'closedOn'] },
        lost: { label: { zh: '输单', en: 'Lost' }, phase: 'lost', probability: 0, needs: ['lostReason', 'closedOn'] },
      },
      { label: { zh: '阶段', en: 'Stage' }, indexed: true, alias: ['销售阶段', '商机阶段'] },
    ),
    probability: percent({ label: { zh: '把握', en: 'Probability' }, byState: 'probability', alias: ['赢率', '成交概率'] }),
    weighted: derived('money', the('probability').percentOf(the('amount')), { label: { zh: '加权金额', en: 'Weighted' } }),
    closeOn: date({ label: { zh: '预计成交', en: 'Expected close' }, indexed: true, alias: ['预计成交日期', 'Close Date'] }),
    closedOn: date({ label: { zh: '结束日期', en: 'Closed on' }, readOnly: true, indexed: true, folded: true }),
    lostReason: choice({ label: { zh: '输单原因', en: 'Lost because' }, options: lostReasons, open: true, readOnly: true, folded: true }),
    source: choice({ label: { zh: '来源', en: 'Source' }, options: sources, open: true, folded: true }),
    note: longText({ label: { zh: '备注', en: 'Note' } }),
    owner: owner({ label: { zh: '负责人', en: 'Owner' }, alias: ['业务员', '所有者'] }),
    ...nextStepOf('opportunity'),
    overdue: asOf({
      label: { zh: '过了预计成交日', en: 'Past its date' },
      when: { and: [open, { field: 'closeOn', op: 'overdue', value: true }] },
    }),
    neglected: asOf({
      label: { zh: '没人管', en: 'Neglected' },
      when: {
        and: [
          open,
          {
            or: [
              { field: 'nextStepAt', op: 'empty', value: true },
              {
                and: [
                  { field: 'createdAt', op: 'olderThan', value: untouchedDays },
                  {
                    or: [
                      { field: 'lastContactAt', op: 'empty', value: true },
                      { field: 'lastContactAt', op: 'olderThan', value: untouchedDays },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      },
    }),
  },
  views: {
    list: ['name', 'account', 'stage', 'amount', 'probability', 'closeOn', 'nextStepAt', 'nextStep', 'lastContactAt', 'owner'],
    form: [
      'name',
      ['account', 'contact'],
      ['amount', 'closeOn'],
      ['stage', 'probability'],
      ['owner', 'source'],
      ['nextStep', 'nextStepAt'],
      'note',
    ],
    subtitle: ['account', 'stage'],
    alarms: [{ field: 'overdue', since: 'closeOn', amount: 'amount' }],
    tabs: [
      { name: 'open', label: { zh: '进行中', en: 'Open' }, filter: open },
      { name: 'mine', label: { zh: '我的', en: 'Mine' }, filter: { and: [mine, open] } },
      {
        name: 'neglected',
        label: { zh: '没人管', en: 'Neglected' },
        filter: { and: [open, { field: 'neglected', op: 'eq', value: true }] },
      },
      { name: 'won', label: { zh: '赢单', en: 'Won' }, filter: { field: 'stage', op: 'phase', value: ['won'] }, sort: '-closedOn' },
      { name: 'all', label: { zh: '全部', en: 'All' } },
    ],
    board: {
      by: 'stage',
      sum: 'amount',
      second: 'weighted',
      card: ['account'],
      day: 'closeOn',
      closedDay: 'closedOn',
      marks: ['neglected', 'overdue'],
    },
  },
  access: { owner: 'owner' },
})
