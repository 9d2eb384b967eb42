import type { Step } from './story.ts'

/** Between two stories: one calls, one visits, one is asked for small things. Each stands alone. */
export const care: Step[] = [
  {
    kind: 'call',
    outcome: 'done',
    says: [
      '季度回访：设备正常，{part}订单比上季多，夜班也开了。',
      '季度回访，{who}说{fault}偶尔出现，先观察。',
      '回访{who}，产量降了三成，今年不打算添设备。',
      '例行回访。{who}说{material}涨价，利润薄，问我们能不能以旧换新。',
    ],
    next: ['下季度回访', '问添设备的计划', '估{old}的旧机价'],
  },
  {
    kind: 'visit',
    outcome: 'done',
    says: [
      '路过{town}，到厂里坐了坐。{old}还在用，{who}说明年换。',
      '拜访{who}，带了新样本。老板问五轴，先给他讲了投入产出。',
      '上门送日历，见到老板，聊到二期厂房要十来台设备。',
      '到现场看{machine}使用情况，刀具损耗偏大，建议换涂层刀。',
    ],
    next: ['发五轴案例', '跟进二期厂房设备清单', '约技术去讲刀具'],
  },
  {
    kind: 'visit',
    outcome: 'done',
    by: 'service',
    says: [
      '年保保养：换油、清冷却箱、检精度，出了保养单。',
      '半年保养完成，{spare}有磨损，建议下次更换。',
      '精度复检：定位精度合格，Z 轴补偿重做。',
    ],
    next: ['报{spare}更换价格', '下次保养', '年保到期前一个月续签'],
  },
  {
    kind: 'message',
    outcome: 'waiting',
    says: [
      '节前问候，{who}回了祝福，问放假期间谁值班。',
      '发了新机{machine}的视频，{who}问价格，说先看看。',
      '邀请{who}来开放日，他说带两个同事来。',
      '转发了设备更新补贴的通知，{who}让我们帮着看材料。',
    ],
    next: ['确认开放日人数', '发补贴申请材料清单', '电话跟进{machine}'],
  },
  {
    kind: 'mail',
    outcome: 'waiting',
    says: [
      '年保续签方案发出：一年两次保养，{fee}元，备件九折。',
      '对账单已发，未付{fee}元，请财务核对。',
      '按要求补发{machine}合格证和电气图。',
    ],
    next: ['问年保续不续', '催对账单回签', '确认资料收到'],
  },
  {
    kind: 'call',
    outcome: 'interested',
    says: [
      '{who}问再加{count}台{machine}要多久，{part}接了长单。',
      '{who}想把{old}换掉，问旧机能抵多少。',
      '{who}介绍了做{part}的朋友，已加微信，转成线索。',
      '问培训：新来两个操作工，想送来学三天。',
    ],
    next: ['报加机价格和交期', '联系{who}介绍的朋友', '安排培训'],
  },
  {
    kind: 'call',
    outcome: 'no-answer',
    bare: true,
    says: ['打了两次没接。', '没接，发了微信留言。', '前台说{who}在开会，下午再打。', '占线，改发短信。'],
    next: ['再打给{who}', '下午再打', '换个时间打座机'],
  },
  {
    kind: 'task',
    outcome: 'done',
    says: ['给{who}寄{spare}样品', '整理{machine}配置对比表', '去{town}送资料', '催财务开{who}的发票'],
    next: ['确认{who}收到', '跟进对比表反馈'],
  },
]
