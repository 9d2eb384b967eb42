/**
 * What columns are called in the exports people bring: Salesforce, HubSpot, Odoo, Outlook and phones, 纷享销客, 销售易, EC,
 * 企查查, and spreadsheets made by hand. By meaning, the better names first, because they win where two columns mean one
 * field (城市 before 省份). Written as `headerKey` leaves them: small letters, words apart, no stars, no brackets.
 */
const said = {
  firm: `公司名称, 公司, 客户名称, 企业名称, 单位名称, 客户, 客户全称, 公司全称, 企业全称, 单位, 企业, 工作单位, 所在公司, 所属公司, 所属客户, 关联客户, 客户公司, 厂商,
    供应商名称, 商户名称, 抬头, company, company name, account name, account, organization, organisation, organization name, organisation name, organization 1 name, company account,
    customer, customer name, client, client name, business name, associated company, employer, firm, org, parent account name`,
  person: `姓名, 联系人, 联系人姓名, 名字, 客户姓名, 联系人名称, 首要联系人, 主要联系人, 负责联系人, 名称, 称呼, 对接人, 经办人, 收件人, 线索名称, 线索姓名, 昵称,
    name, full name, contact name, contact, display name, contact person, lead name, person, formatted name, attendee name, primary contact`,
  family: '姓, 姓氏, last name, surname, family name',
  given: '名, first name, given name, forename',
  deal: '商机名称, 商机, 销售机会, 机会名称, 机会, 项目名称, 项目, opportunity name, opportunity, deal name, deal, name',
  product: '产品名称, 产品, 品名, 商品名称, 商品, 物料名称, product name, product, item, item name, name',
  mobile: `手机, 手机号, 手机号码, 移动电话, 联系手机, 手机电话, 电话手机, 移动手机, 联系方式, 联系电话, mobile, mobile phone, mobile phone number, mobile number, cell phone,
    cell, cellphone, cell number, cellular, mobile no, phone mobile`,
  phone: `电话, 座机, 固话, 固定电话, 电话号码, 座机号码, 公司电话, 办公电话, 单位电话, 总机, 工作电话, 联系电话, 联系方式, phone, phone number, tel, telephone, telephone number, business phone,
    work phone, office phone, company phone, main phone, direct phone, phone no, tel no, landline, phone work, phone 1 value, company main phone, work telephone, contact number, contact phone`,
  email: `邮箱, 电子邮件, 电子邮箱, 邮箱地址, 电邮, 邮件, 邮件地址, 联系邮箱, email, e mail, email address, e mail address, mail, work email, e mail 1 value, contact email, primary email,
    business email, email 1`,
  title: '职务, 职位, 岗位, 头衔, 职称, title, job title, position, job position, function, designation, organization 1 title',
  department: '部门, 所在部门, 部门名称, 科室, department, dept, department name, division, organization 1 department',
  region: `地区, 区域, 省市区, 省市, 所在地区, 所在地, 所在区域, 所属地区, 城市, 所在城市, 市, 省份, 省, 所在省份, 区县, 国家, 国家地区, region, area, territory, location, city, mailing city, billing city,
    business city, state, province, state province, state region, mailing state, billing state, country, country region, business state`,
  address: `地址, 详细地址, 联系地址, 通讯地址, 通信地址, 公司地址, 办公地址, 注册地址, 单位地址, 企业地址, 街道, 住址, address, street address, mailing address, street, mailing street, billing street,
    business street, billing address, business address, full address, address 1, address line 1, address 1 formatted`,
  source: `来源, 线索来源, 客户来源, 数据来源, 来源渠道, 渠道, 获客渠道, 来源名称, 信息来源, source, lead source, account source, original source, origin, channel, marketing source, source channel,
    contact source`,
  rating:
    '意向等级, 意向, 意向度, 意向程度, 线索等级, 线索级别, 热度, 线索评级, 等级, 级别, 评级, 客户等级, 客户级别, rating, lead rating, grade, priority, interest level, temperature, lead score, hot',
  level:
    '客户等级, 客户级别, 等级, 级别, 客户分级, 客户层级, 客户类别, 重要程度, 评级, level, tier, grade, rating, account rating, customer level, account tier, classification',
  note: `备注, 备注信息, 说明, 描述, 备注说明, 其他, 其他信息, 附注, 线索详情, 详情, 补充说明, 需求描述, 需求, note, notes, description, remark, remarks, comment, comments, memo, internal notes,
    background info, details, about us`,
  status:
    '状态, 线索状态, 客户状态, 跟进状态, 订单状态, 当前状态, status, lead status, account status, contact status, order status, state of lead, lifecycle stage',
  owner: `负责人, 所有者, 所有人, 业务员, 销售, 销售人员, 销售员, 归属人, 跟进人, 客户经理, 销售代表, 负责人姓名, 客户负责人, 线索负责人, 拥有者, 归属销售, 拜访人, 执行人, owner, owner name, account owner,
    lead owner, contact owner, record owner, assigned to, sales rep, salesperson, sales person, sales representative, owner full name, company owner, activity owner, opportunity owner, deal owner, assignee`,
  wechat: '微信, 微信号, 微信号码, 微信id, wechat, wechat id, weixin, we chat, wechat no',
  website:
    '网址, 网站, 官网, 公司网址, 公司网站, 公司主页, 主页, 企业官网, website, web site, web page, url, homepage, website url, company domain name, web, company website, website 1 value',
  industry: '行业, 所属行业, 行业类别, 行业类型, 客户行业, 公司行业, 所在行业, industry, industry type, sector, business type, vertical',
  taxNumber: `税号, 统一社会信用代码, 社会信用代码, 信用代码, 纳税人识别号, 统一信用代码, 开票税号, 纳税识别号, tax number, tax id, vat, vat number, tax no, tax registration number, uscc,
    unified social credit code, ein, vat id`,
  parent: '上级客户, 母公司, 上级公司, 集团, 所属集团, 总公司, parent account, parent company, parent, parent name',
  customerKind: '客户类型, 客户性质, 主体类型, account type, customer type, company type',
  kind: '跟进方式, 跟进类型, 联系类型, 沟通方式, 活动类型, 拜访方式, 类型, 方式, activity type, type, kind, contact method, activity kind, channel',
  role: '角色, 决策角色, 联系人角色, 项目角色, 决策关系, role, contact role, buying role, buying role name',
  nextStepAt: `下次跟进时间, 下次联系时间, 下次跟进, 下次联系, 下次跟进日期, 下次联系日期, 下次拜访时间, 下次回访时间, 计划跟进时间, 提醒时间, next step date, next follow up, next follow up date,
    next contact date, next activity date, next followup date, follow up date, next step at, next call, next activity deadline`,
  nextStep:
    '下一步, 下一步计划, 下步计划, 后续计划, 下次跟进内容, 下一步行动, 下一步工作, 待办, 待办事项, next step, next steps, next action, next activity, next activity summary, follow up, to do, todo',
  text: `跟进内容, 跟进记录, 跟进情况, 沟通内容, 沟通记录, 拜访内容, 拜访记录, 联系记录, 跟进详情, 内容, 记录, 跟进描述, 拜访情况, 备注, activity notes, subject, call notes, body, content, text, comments, notes,
    description, note, message, full comments`,
  outcome: '跟进结果, 结果, 拜访结果, 沟通结果, 通话结果, outcome, result, call result, call outcome, disposition, meeting outcome',
  doneAt:
    '跟进时间, 拜访时间, 跟进日期, 拜访日期, 联系时间, 沟通时间, 联系日期, 发生时间, 完成时间, 通话时间, 时间, 日期, activity date, date, due date only, completed at, done at, call date, visit date, start date, timestamp',
  dueAt:
    '计划时间, 截止时间, 截止日期, 到期时间, 计划日期, 到期日, due date, due at, due, deadline, planned date, scheduled at, due date time',
  amount:
    '金额, 预计金额, 预计销售金额, 商机金额, 预计成交金额, 销售金额, 合同金额, 收款金额, 回款金额, 预期收入, amount, deal amount, expected revenue, value, deal value, amount in company currency',
  stage: '阶段, 销售阶段, 商机阶段, 项目阶段, stage, stage name, deal stage, sales stage, pipeline stage',
  closeOn:
    '预计成交日期, 预计成交时间, 预计结单日期, 预计签单日期, 预计签约日期, 结束日期, close date, expected close date, expected closing, closing date, estimated close date',
  probability: '赢率, 成交概率, 可能性, 概率, 赢单率, probability, deal probability, win probability',
  lostReason: '输单原因, 丢单原因, 失败原因, lost reason, loss reason, closed lost reason',
  code: '产品编码, 产品编号, 商品编码, 物料编码, 货号, 编码, 料号, code, product code, sku, item code, internal reference, part number',
  specification: '规格, 规格型号, 型号, 产品规格, specification, spec, model',
  unit: '单位, 计量单位, 销售单位, unit, unit of measure, uom',
  price: '价格, 单价, 销售价, 售价, 标准价格, 含税单价, price, unit price, list price, sales price, standard price',
  cost: '成本, 成本价, 采购价, 进价, cost, cost price, unit cost, purchase price',
} as const

export type Meaning = keyof typeof said

const split = Object.entries(said).map(([meaning, names]) => [meaning as Meaning, names.split(',').map((name) => name.trim())] as const)

/** Names of a meaning, best first. */
export const namesOf = new Map<Meaning, readonly string[]>(split)

/**
 * What may stand before a name without changing what it means: 公司电话 is a phone, 联系人手机 a mobile. What is not
 * here does: 负责人电话 is our own salesman's.
 */
export const harmless = new Set(
  `客户 公司 企业 单位 联系人 主要 首要 主 个人 办公 工作 您的 你的 我的 对方 目前 当前 现 所在 详细 通讯 联系 注册 线索 商务 常用 私人 名片 第一 主要联系人 首要联系人 客户的 公司的 商机
  your my the lead contact account customer client company business work office primary main person personal direct current default mailing billing organization org deal`.split(
    /\s+/,
  ),
)

/** Whom a header speaks of, where both are on offer: account.phone or contact.phone. */
export const ofPerson = /^(联系人|对接人|首要联系人|主要联系人|个人|contact|person|primary contact|personal)/
export const ofFirm = /^(公司|客户|企业|单位|company|account|organi[sz]ation|customer|business)/
