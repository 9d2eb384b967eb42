import type { Step, Story } from './story.ts'

/** Nobody was reached yet, or only just. */
export const knocking: Step[] = [
  {
    kind: 'call',
    outcome: 'no-answer',
    bare: true,
    says: [
      '没接。',
      '响到挂断，没接。',
      '接了说在开会，挂了。',
      '关机，晚点再打。',
      '座机转了三次没找到人。',
      '打通后一直没人说话，重拨没接。',
    ],
    next: ['再打一次', '换座机打', '上午十点再打'],
  },
  {
    kind: 'message',
    outcome: 'waiting',
    bare: true,
    says: ['加了微信，等通过。', '短信自我介绍，附了样本链接。', '微信通过了，打了招呼，没回。'],
    next: ['看微信通过没有', '打电话'],
  },
]

/** From the first real talk to the wish for a quote. */
export const qualifying: Story = [
  {
    kind: 'call',
    outcome: 'interested',
    says: [
      '接通了。{who}说确实在看{machine}，{part}外发太慢，让先发资料。',
      '{who}先问{machine}的价格区间，说了{lower}到{price}万。',
      '聊了五分钟，{who}负责设备，做{material}{part}，今年有计划添{count}台。',
      '{who}说厂里{old}要换，但还没立项，先了解。',
      '接电话的是{who}本人，问交期，答{weeks}周，他说可以。',
    ],
    next: ['发 {machine} 资料', '加微信发样本', '约时间细谈{part}'],
  },
  {
    kind: 'message',
    outcome: 'waiting',
    says: [
      '{machine}资料已发，{who}说收到。',
      '发了{part}加工视频，{who}问节拍，答{goal}分钟左右。',
      '{who}要同行案例，发了三个做{material}的。',
      '微信上问了月产量，{volume}件，两班。',
    ],
    next: ['问资料看得怎样', '约上门', '要{part}图纸'],
  },
  {
    kind: 'call',
    outcome: 'interested',
    says: [
      '{who}说老板同意看设备，预算每台不超过{price}万。',
      '问到关键尺寸{tolerance}，{machine}没问题，{who}想看样机。',
      '{who}在{rival}和我们之间看，关心售后几小时到。',
      '确认要{count}台，资金用融资租赁，问我们有没有合作的租赁公司。',
    ],
    next: ['约来厂看样机', '报价 {machine}', '问租赁方案'],
  },
  {
    kind: 'visit',
    outcome: 'interested',
    says: [
      '上门见了{who}，现场{old}，{part}确实做不动，项目是真的。',
      '到{town}拜访，老板也在，主要问账期，想{terms}。',
      '看了车间，地基和电都够，{machine}放得下。',
    ],
    next: ['出报价', '样机试切', '转成客户，建商机'],
  },
  {
    kind: 'mail',
    outcome: 'waiting',
    says: [
      '初步报价发出：{machine} {count}台，{price}万一台，{weeks}周。',
      '{who}要书面报价走流程，已发，有效期一个月。',
      '方案和报价一起发了，{part}节拍{goal}分钟写进方案。',
    ],
    next: ['追报价', '问{who}流程走到哪里', '转成客户'],
  },
]

export const converted: Step = {
  kind: 'call',
  outcome: 'interested',
  says: ['需求、预算、人都对得上，转成客户跟。', '{who}确认立项，转客户，下一步谈合同。', '老板点头了，转成客户，按{machine}走。'],
  next: [],
}

/** The last talk with one who was given up, by the reason that was chosen. */
export const givenUp: Record<string, Step> = {
  'no-need': {
    kind: 'call',
    outcome: 'not-interested',
    bare: true,
    says: [
      '{who}说只是看看，今年不添设备。',
      '他们{part}全部外发，不打算自己做。',
      '{who}明确没有计划，别再打了。',
      '产线刚更新过，三年内不动。',
    ],
    next: [],
  },
  unreachable: {
    kind: 'call',
    outcome: 'no-answer',
    bare: true,
    says: ['第四次没接，放弃。', '号码停机，名片上的座机也是空号。', '一直不接，微信也没通过。', '人已离职，前台不肯给新负责人的电话。'],
    next: [],
  },
  price: {
    kind: 'call',
    outcome: 'not-interested',
    bare: true,
    says: ['预算不到{lower}万的一半，想要二手机。', '{who}嫌贵，{price}万超了一大截，不谈了。', '只看十万以内的，我们没有。'],
    next: [],
  },
  'bought-elsewhere': {
    kind: 'call',
    outcome: 'not-interested',
    bare: true,
    says: ['上个月已经定了{rival}。', '{who}说设备到厂了，{rival}的，晚了一步。', '已签{rival}，两年后再看。'],
    next: [],
  },
  'not-a-customer': {
    kind: 'call',
    outcome: 'not-interested',
    bare: true,
    says: ['是同行来打听价格的。', '做贸易的，自己没有车间。', '学生写论文要资料。', '卖刀具的，想找我们推销。', '是招聘网站的。'],
    next: [],
  },
}
