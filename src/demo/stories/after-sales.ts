import type { Story } from './story.ts'

/** A machine stands still: from the call to the working spindle. */
export const repair: Story = [
  {
    kind: 'call',
    outcome: 'waiting',
    says: [
      '{who}报修：{machine}{fault}，停机半天了，催我们尽快到。',
      '早上接{who}电话，{fault}，先让操作工拍报警号。',
      '{machine}又出现{fault}，距上次{hours}个月，{who}有点火。',
    ],
    next: ['派罗斌上门', '远程看{fault}', '问到货前能不能先顶着用'],
  },
  {
    kind: 'message',
    outcome: 'waiting',
    by: 'service',
    says: [
      '视频看了，{fault}像是{spare}磨损，先停机，带件过去。',
      '远程改了两个参数，{fault}还在，安排上门。',
      '让他们把{spare}拆下拍照，确认型号后带备件。',
    ],
    next: ['上门更换{spare}', '带千分表去{town}'],
  },
  {
    kind: 'visit',
    outcome: 'done',
    by: 'service',
    says: [
      '到现场{hours}小时，换{spare}，{fault}消除，试切{part}合格。',
      '拆检主轴，更换{spare}，跑合两小时，温升正常。操作工没按时加油，已提醒。',
      '{fault}处理好。顺带检查精度，X 向反向间隙补了一丝。',
      '更换{spare}，恢复生产。{who}签了服务单，费用{fee}元。',
    ],
    next: ['寄{spare}旧件检测', '三天后回访', '服务费{fee}元开票'],
  },
  {
    kind: 'call',
    outcome: 'done',
    says: [
      '回访：{fault}没再出现，{who}对上门速度满意。',
      '维修后三天回访，一切正常。建议签年保，{who}说看看价格。',
      '问了使用情况，正常。{who}抱怨服务费，解释了{spare}的价格。',
    ],
    next: ['发年保方案', '季度回访', '催服务费'],
  },
]

/** Spare parts: small money, often. */
export const parts: Story = [
  {
    kind: 'message',
    outcome: 'interested',
    says: [
      '{who}要{spare} {pieces} 件，问有没有现货。',
      '{who}发来铭牌照片，要配{spare}，{machine}用。',
      '询{spare}，最好本周发，说备用件用完了。',
      '问{spare}原厂和国产的差价，数量{pieces}。',
    ],
    next: ['报{spare}价格', '查{spare}库存'],
  },
  {
    kind: 'mail',
    outcome: 'waiting',
    says: [
      '{spare} {pieces} 件报价{fee}元，现货，款到发货。',
      '{spare}报价已发：原厂{fee}元，国产七折，交期三天。',
      '备件报价单发{who}，{spare}和易损件一起，{fee}元。',
    ],
    next: ['问{spare}要不要', '{who}付款后发货'],
  },
  {
    kind: 'message',
    outcome: 'done',
    says: ['{spare}今天发出，单号已给{who}。', '款到，{spare} {pieces} 件已发。', '{spare}收到，{who}说装上没问题。'],
    next: ['回访{spare}使用情况', '月底对账'],
  },
]
