import type { Story } from './story.ts'

/** A machine is bought: from the first call to the last instalment. Many end before, as in life. */
export const purchase: Story = [
  {
    kind: 'call',
    outcome: 'interested',
    says: [
      '第一次通电话。{who}说{material}{part}现在外发加工，想自己上{count}台{machine}，先要资料。',
      '{who}问{machine}的行程和主轴转速，零件是{material}{part}，月产{volume}件左右。',
      '{who}想看{machine}，主要做{part}，厂里现有{old}。',
      '{who}打来问{machine}有没有现货，{part}的单子催得急。',
      '聊了十分钟，{who}明确要换掉{old}，预算一台{price}万上下。',
    ],
    next: ['发 {machine} 样本和行程图', '加微信，要{part}图纸', '约时间去厂里看看'],
  },
  {
    kind: 'message',
    outcome: 'waiting',
    says: [
      '{machine} 样本和配置表已发。{who}说和车间商量后回复。',
      '把{part}的加工案例视频发给{who}，公差{tolerance}的那个。',
      '图纸收到：{material}{part}，关键尺寸{tolerance}，粗糙度 Ra{rough}。',
      '{who}发来现场视频，{old}，单件{cycle}分钟。',
    ],
    next: ['问{who}资料看得怎样', '请技术部估{part}的节拍', '约上门看现场'],
  },
  {
    kind: 'visit',
    outcome: 'interested',
    says: [
      '到{town}看了车间。{part}单件{cycle}分钟，想压到{goal}分钟以内，一天两班。',
      '上门拜访{who}，一起到现场量了装夹。{material}{part}，公差{tolerance}，{machine}够用。',
      '见到{who}和老板。老板关心交期和售后，问我们最近的工程师多远，答两小时到。',
      '和{who}走了一圈，{old}还能用两年，但精度保不住{tolerance}。',
    ],
    next: ['安排样机试切 {pieces} 件', '按{part}图纸出工艺方案', '让{who}带料过来试切'],
  },
  {
    kind: 'meeting',
    outcome: 'interested',
    says: [
      '{who}带人来看样机，{machine}试切{part} {pieces} 件，实测{goal}分钟一件，粗糙度 Ra{rough}，比较满意。',
      '样机试切：首件尺寸偏一丝，换刀补后全部合格。{who}问能不能换进口主轴。',
      '技术交流会，工艺方案讲了两小时。对方担心{material}排屑，答应加高压出水。',
      '试切{part}，{cycle}分钟降到{goal}分钟，{who}当场打电话给老板。',
    ],
    next: ['报价：{machine} {count}台', '把试切报告发给{who}', '报价里加高压出水选项'],
  },
  {
    kind: 'mail',
    outcome: 'waiting',
    says: [
      '报价发出：{machine} {count}台，含税{price}万一台，交期{weeks}周，质保{warranty}个月。',
      '报价单第二版：{machine}{price}万，{spare}备件包另计，交期{weeks}周。',
      '按{who}的要求拆成两份报价：标配{lower}万，高配{price}万。',
      '正式报价已发，{price}万含税含运，安装调试免费，培训两天。',
    ],
    next: ['追报价：{machine}', '问{who}报价到谁那里了', '约老板面谈价格'],
  },
  {
    kind: 'call',
    outcome: 'waiting',
    says: [
      '{who}嫌贵，说{rival}报{lower}万。讲了主轴和导轨的差别，答应回去申请{off}个点。',
      '谈价：对方心理价{lower}万，我们{price}万，差在{spare}备件包上。',
      '{who}说老板要三家比价，{rival}交期更短，价格没我们稳。',
      '又磨了一次价格：让{off}个点，换定金从三成提到四成，{who}说去问财务。',
    ],
    next: ['申请{off}个点折扣', '给{who}回价格', '准备和{rival}的配置对比表'],
  },
  {
    kind: 'call',
    outcome: 'waiting',
    says: [
      '谈账期：对方要{terms}，我们要{deposit}成定金、发货前付清。折中方案等老板点头。',
      '财务坚持{terms}，我们最多给到三成尾款 30 天。',
      '合同条款来回两遍，剩账期和违约金两条。对方要{terms}。',
      '{who}问{terms}行不行，已报经理。',
    ],
    next: ['账期：等财务答复', '改合同第二稿发{who}', '和经理商量账期'],
  },
  {
    kind: 'visit',
    outcome: 'done',
    says: [
      '合同签了：{machine} {count}台，{price}万一台，定金{deposit}成，交期{weeks}周。',
      '上门盖章，{machine} {count}台。定金说周五打。',
      '签约。加送一套{spare}，质保改{warranty}个月。',
    ],
    next: ['查定金到账', '排产：{machine}', '发地基图和气电要求'],
  },
  {
    kind: 'message',
    outcome: 'done',
    says: [
      '定金{deposit}成到账，已排产，交期{weeks}周，地基图发{who}。',
      '定金收到，通知生产。{who}问能不能提前一周发货。',
      '排产单下了，主轴等两周，其余有库存，告诉{who}交期不变。',
    ],
    next: ['通报生产进度', '确认吊装和车间门宽', '发货前催尾款'],
  },
  {
    kind: 'call',
    outcome: 'waiting',
    says: [
      '{who}催交期，主轴晚到三天，答应周六加班装配，不影响发货。',
      '交期要推一周，先道歉，{who}说他们单子可以先外发顶一顶。',
      '跟{who}对发货时间和卸货吊车，{town}那边限行，改夜里到。',
      '通知{who}下周发货，请他按合同安排发货款。',
    ],
    next: ['发货款到账后安排车', '约安装调试时间', '确认卸货吊车'],
  },
  {
    kind: 'visit',
    outcome: 'done',
    by: 'service',
    says: [
      '到货卸车，就位找平。电压偏低，让对方加稳压器。',
      '装机第二天：几何精度检完，球杆仪圆度合格，开始试切{part}。',
      '安装调试完成，培训操作工三人，{part}首件合格。',
      '调试中发现{fault}，当天处理好，试切{pieces}件合格。',
    ],
    next: ['三天后电话问使用情况', '准备验收单', '请{who}安排验收'],
  },
  {
    kind: 'meeting',
    outcome: 'done',
    says: [
      '验收会：{machine}连续跑{hours}小时，{part}{pieces}件全检合格，签字盖章。',
      '验收通过，{who}提了两条：导轨防护加密封，说明书要中文版电气图。',
      '验收签字。节拍{goal}分钟，比合同好。开票资料收齐。',
    ],
    next: ['开票并催尾款', '寄中文电气图', '一个月后回访'],
  },
  {
    kind: 'call',
    outcome: 'done',
    says: [
      '尾款到账，这单结清。{who}说用得顺，明年可能再加一台。',
      '催尾款，财务说走流程，周三付。',
      '尾款收到。请{who}帮忙介绍同行，他说有个做{part}的朋友。',
      '发票寄到，尾款按{terms}走，已登记提醒。',
    ],
    next: ['问加第二台的事', '请{who}介绍同行', '季度回访'],
  },
]

/** How a purchase stops: said once, in place of the step that would have come. */
export const stopped: Story = [
  {
    kind: 'call',
    outcome: 'waiting',
    bare: true,
    says: [
      '{who}说预算推到明年一季度，先放一放，年后再联系。',
      '他们大客户的单子黄了，{machine}暂缓，关系保持。',
      '老板换人，项目停了，等新老板看。',
      '厂房还没搬，{machine}要等搬完再定，估计半年。',
    ],
    next: ['年后问预算批了没有', '看他们搬厂进度', '保持联系'],
  },
  {
    kind: 'call',
    outcome: 'not-interested',
    bare: true,
    says: [
      '这台定了{rival}，便宜{off}个点，账期也长。请{who}下次先找我们，他答应了。',
      '输了，对方选了{rival}，{lower}万。原因是交期快三周。',
      '{who}坦白说{rival}是老板亲戚，没办法。{spare}以后还从我们这里拿。',
    ],
    next: ['半年后再问', '从{spare}切入保持往来', '问新机用得怎样'],
  },
]
