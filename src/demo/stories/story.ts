/** A story is told in steps, a follow-up each; `next` is what one plans after it. Words in braces are facts (machines.ts); `bare`: nothing more is said. */
export type Kind = 'call' | 'visit' | 'meeting' | 'message' | 'mail' | 'note' | 'task'
export type Outcome = 'interested' | 'waiting' | 'no-answer' | 'not-interested' | 'done'
export type Step = { kind: Kind; outcome?: Outcome; says: string[]; next: string[]; by?: 'service'; bare?: true }
export type Story = Step[]

/** Small things that are said at the end of a talk that is still open. */
export const asides: Partial<Record<Kind, string[]>> = {
  call: [
    '他下周出差，周四后再联系。',
    '电话里很吵，应该在车间。',
    '语气比上次客气。',
    '让我们下次直接打手机。',
    '顺便问了{spare}的价格。',
    '说月底前都忙。',
    '他们还在问{rival}。',
    '提到明年要搬新厂房。',
    '请他把同事的微信也推过来。',
  ],
  visit: [
    '车间很干净，管理不错。',
    '现场有{old}。',
    '中午在食堂一起吃的饭。',
    '门卫要提前登记车牌。',
    '看到{rival}的人也来过。',
    '拍了现场照片，回来整理。',
    '吊装要走后门，门宽三米六。',
    '他们电力要增容，需提前三周。',
  ],
  meeting: ['纪要已发群里。', '会上没定，等老板拍板。', '对方技术问得细。', '老板最后十分钟才来。', '工艺那边没有意见。'],
  message: ['回了个大拇指。', '让我拉个群。', '顺手发了同行的加工视频。', '他回得很快。', '提醒他存我的手机号。'],
  mail: ['抄送了{us}。', '附了配置表和外形图。', '同时发了微信提醒。', '有效期一个月。', '按他们的模板填的。'],
}
