/** Every error that leaves the house, in one table: code, HTTP status, sentence. `{x}` is filled from `values`. */
export const errors = {
  // about the request
  malformed: [400, '请求格式不对：{reason}', 'The request is malformed: {reason}'],
  'not-json': [400, '请求内容不是有效的 JSON（UTF-8）', 'The body is not valid JSON in UTF-8'],
  'not-object': [400, '请求内容应为一个 JSON 对象', 'The body must be a JSON object'],
  'unknown-parameter': [400, '不认识的参数：{name}', 'Unknown parameter: {name}'],
  'bad-cursor': [400, '翻页标记已失效，请从第一页重新读取', 'The cursor does not belong to this list; start again from the first page'],
  'sign-in': [401, '请先登录', 'Please sign in'],
  'wrong-password': [401, '邮箱或密码不对', 'E-mail or password is wrong'],
  forbidden: [403, '您没有做这件事的权限', 'You may not do this'],
  'choose-workspace': [403, '请先选择企业', 'Choose a workspace first'],
  csrf: [403, '页面已过期，请刷新后再试', 'This page is out of date; reload it and try again'],
  'not-found': [404, '找不到，可能已被删除，或您看不到它', 'Not found: removed, or not visible to you'],
  'file-gone': [404, '要导入的文件已不在服务器上，请重新上传', 'The file to import is no longer on the server; send it again'],
  conflict: [409, '有人同时改了同一处', 'Somebody changed the same field'],
  'in-use': [409, '还有 {count} 条{object}用到它，不能删除', 'Still used by {count} {object}; it cannot be removed'],
  'too-large': [413, '内容太大，最多 {max}', 'Too large, at most {max}'],
  'long-address': [431, '网址或请求头太长', 'The address or its headers are too long'],
  'not-in-time': [408, '请求没有及时发完', 'The request did not arrive in time'],
  'unsupported-media': [415, '请用 {expected} 发送', 'Send it as {expected}'],
  invalid: [422, '有 {count} 处需要改正', '{count} values need correcting'],
  'not-now': [422, '现在不能这样做：{reason}', 'Not now: {reason}'],
  'key-reused': [422, '这个 Idempotency-Key 已用于另一个请求', 'This Idempotency-Key was used for another request'],
  'too-many': [429, '操作太频繁，请 {seconds} 秒后再试', 'Too many attempts; try again in {seconds} seconds'],
  unavailable: [503, '数据库暂时没有响应，请稍后再试', 'The database does not answer; try again shortly'],
  'disk-full': [
    507,
    '服务器的磁盘满了，没有保存；请管理员腾出空间，之后再试',
    'The server’s disk is full and nothing was saved; ask the administrator to make room, then try again',
  ],
  moving: [503, '企业的数据正在搬到另一个数据库，请稍后再试', 'The workspace is moving to another database; try again shortly'],
  'unknown-database': [
    503,
    '企业的数据在数据库「{name}」里，这台服务器没有它的地址，请管理员设置',
    'The workspace lies in the database “{name}”, whose address this server was not given; tell its administrator',
  ],
  busy: [503, '别人正在改同一批数据，请稍后再试', 'Somebody is changing the same records; try again shortly'],
  internal: [500, '出错了，已记下，编号 {id}', 'Something went wrong; it is on record as {id}'],
  slow: [422, '这个查询太慢，请缩小范围', 'This query takes too long; narrow it'],
  // about a value
  'wrong-value': [422, '这个值不能用在这里', 'This value cannot be used here'],
  'wrong-type': [422, '应为 {expected}', 'Must be {expected}'],
  'too-deep': [422, '嵌套太深，最多 {max} 层', 'Nested too deeply, at most {max} levels'],
  'too-many-values': [422, '最多 {max} 项', 'At most {max} items'],
  'password-is-email': [422, '密码不能和邮箱一样', 'The password must differ from the e-mail'],
  'own-deed': [422, '「{field}」不能靠撤销来改，请用它自己的操作', '“{field}” is not changed by an undo; use its own action'],
  'last-administrator': [
    422,
    '至少要留一位在用的管理员，请先让别人当管理员',
    'One active administrator must stay; make somebody else one first',
  ],
  'of-several-firms': [
    422,
    '这个人还在别的企业使用同一个账号，密码只能由本人修改',
    'This person uses the same account in another firm; only the person can change the password',
  ],
  'row-skipped': [422, '这一行已跳过', 'This row is skipped'],
  required: [422, '必填', 'Required'],
  masked: [
    422,
    '这个字段对您是遮盖的，不能用它筛选、排序或统计',
    'This field is masked for you; it cannot be filtered, sorted or measured',
  ],
  'bad-operator': [422, '这个字段不能这样筛选', 'This field cannot be filtered that way'],
  'not-sortable': [422, '不能按这个字段排序', 'The list cannot be sorted by this field'],
  'not-groupable': [422, '不能按这个字段分组', 'Cannot be grouped by this field'],
  'not-measurable': [422, '这个字段不能这样统计', 'This field cannot be measured that way'],
  'too-many-conditions': [422, '筛选条件太多或嵌套太深', 'Too many or too deeply nested conditions'],
  'unknown-field': [422, '没有这个字段', 'There is no such field'],
  'read-only': [422, '这个字段不能改', 'This field cannot be written'],
  'not-text': [422, '应为文字', 'Must be text'],
  'too-long': [422, '最多 {max} 个字', 'At most {max} characters'],
  'too-short': [422, '至少 {min} 个字', 'At least {min} characters'],
  'bad-character': [422, '含有不能保存的字符', 'Contains a character that cannot be stored'],
  'not-number': [422, '不是数字', 'Not a number'],
  'letters-in-number': [422, '数字里混有字母（{found}）', 'Letters among the digits ({found})'],
  'too-small': [422, '不能小于 {min}', 'At least {min}'],
  'too-big': [422, '不能大于 {max}', 'At most {max}'],
  'too-precise': [422, '最多 {digits} 位小数', 'At most {digits} decimals'],
  'not-currency': [422, '不认识的币种', 'Unknown currency'],
  'not-boolean': [422, '应为是或否', 'Must be yes or no'],
  'not-date': [422, '不是日期', 'Not a date'],
  'ambiguous-date': [422, '日期有两种读法：{a} 或 {b}', 'This date can be read as {a} or {b}'],
  'not-choice': [422, '没有这个选项', 'Not one of the choices'],
  'not-reference': [422, '应为一条记录的编号', 'Must be the id of a record'],
  'no-such-record': [422, '找不到这条记录', 'No such record'],
  elsewhere: [422, '属于另一个客户「{title}」', 'Belongs to another account, “{title}”'],
  'several-records': [422, '有 {count} 条同名记录，不知道是哪一条', '{count} records have this name'],
  'not-email': [422, '不是邮箱地址', 'Not an e-mail address'],
  'not-phone': [422, '不是电话号码', 'Not a phone number'],
  'phone-too-short': [422, '号码太短，少了 {missing} 位', '{missing} digits are missing'],
  'phone-too-long': [422, '号码太长，多了 {extra} 位', '{extra} digits too many'],
  'not-mobile': [422, '不是手机号，像是座机；请填在电话里', 'Not a mobile number; it looks like a landline'],
  'several-numbers': [422, '有 {count} 个号码，这里只能填一个', '{count} numbers; only one fits here'],
  'lost-digits': [
    422,
    '号码被表格软件改成了科学记数，末几位已丢失',
    'A spreadsheet turned this number into scientific notation; digits are lost',
  ],
  'not-url': [422, '不是网址', 'Not a web address'],
  'not-page': [422, '不是本系统的页面，应以 / 开头', 'Not a page of this app; it begins with /'],
  'not-file': [422, '应为已上传的文件', 'Must be uploaded files'],
  'not-lines': [422, '应为一组明细', 'Must be a list of lines'],
  'bad-option': [422, '字段的设置「{option}」不对', 'The field’s option “{option}” is not right'],
  'not-unique': [422, '已经有一条相同的', 'Already taken'],
  'needs-value': [422, '到「{state}」需要填写', 'Needed to reach “{state}”'],
  'closing-deed': [422, '请用「{deed}」来做', 'Use “{deed}” to do this'],
  'over-limit': [422, '超出了还可用的数额', 'That is more than is left'],
  'at-most': [
    422,
    '「{title}」的{field}（{value}）不能超过{limit}（{most}）',
    '{field} of “{title}” ({value}) cannot exceed {limit} ({most})',
  ],
  'other-currency': [422, '币种不一致', 'Not in the same currency'],
  locked: [422, '「{state}」状态下不能再改', 'It is “{state}” and can no longer be changed'],
  'of-document': [422, '明细随{object}一起改', 'Lines are changed with their {object}'],
  'one-of': [422, '{fields}至少填一个', 'Fill in at least one of {fields}'],
  'out-of-reach': [422, '您不能把它交给您管不到的人，请用「转交」', 'You cannot give it to somebody outside your reach; use “Assign”'],
  'only-shared': [
    422,
    '这条记录只是共享给您的，不能由您转交或改挂到别处',
    'It is only shared with you: you cannot give it to somebody or hang it elsewhere',
  ],
  'share-self': [422, '不用共享给自己', 'It need not be shared with yourself'],
  'share-owner': [422, '这位同事就是负责人，本来就看得到', 'This colleague owns it and sees it anyway'],
  'has-left': [422, '这位同事已停用，不能共享给他', 'This colleague has left; it cannot be shared with them'],
  'not-shared': [422, '没有共享给这位同事', 'It is not shared with this colleague'],
  'changed-later': [422, '之后被{by}在 {at} 改过', 'Changed later by {by} at {at}'],
  'removed-later': [422, '之后被{by}在 {at} 删除了', 'Removed later by {by} at {at}'],
  'target-removed': [422, '它引用的{object}已被{by}在 {at} 删除', 'The {object} it refers to was removed by {by} at {at}'],
  'stands-on-it': [422, '之后又有{object}用到它', '{object} was built on it since'],
  // about a file with a table
  'not-a-table': [
    422,
    '这不是表格文件（看起来是 {kind}），请用表格软件另存为 .xlsx 或 CSV',
    'Not a table (it looks like {kind}); save it as .xlsx or CSV',
  ],
  'old-excel': [422, '这是旧版 Excel 文件，请另存为 .xlsx', 'This is a file of an old Excel; save it as .xlsx'],
  'locked-file': [422, '文件有打开密码，请去掉密码再试', 'The file has a password; remove it and try again'],
  'empty-file': [422, '文件里没有内容', 'There is nothing in the file'],
  'broken-file': [422, '文件已损坏，读不完整', 'The file is damaged and cannot be read to its end'],
  'zip-bomb': [422, '文件展开后大得不正常，没有读取', 'The file unpacks to an abnormal size; it was not read'],
  'no-such-sheet': [422, '没有名为「{sheet}」的工作表', 'There is no sheet “{sheet}”'],
  'formula-error': [
    422,
    '公式没有结果（{value}），请改成正确的值或清空',
    'The formula has no result ({value}); put the right value here, or nothing',
  ],
  'header-again': [422, '这一行又是表头，不是数据', 'This row is the header once more, not a record'],
  'total-row': [422, '这一行像是合计，不是一条记录', 'This row looks like a total, not like a record'],
  'ambiguous-number': [422, '数字有两种读法：{a} 或 {b}', 'This number can be read as {a} or {b}'],
  'shifted-row': [422, '这一行比表头多 {extra} 格，像是错位了', 'This row has {extra} cells more than the header; it looks shifted'],
  twin: [422, '和已有的「{title}」像是同一个', 'Looks like “{title}”, which exists'],
  'twin-in-file': [422, '和本文件第 {row} 行像是同一个', 'Looks like row {row} of this file'],
} as const satisfies Record<string, readonly [number, string, string]>

export type ErrorCode = keyof typeof errors
export type Values = Record<string, string | number>

/** What is wrong with one value. */
export type Problem = { code: ErrorCode; values?: Values }
/** A problem at its place: `field` is a path such as `mobile` or `lines.2.price`. */
export type FieldProblem = Problem & { field: string }

/** Thrown to refuse a request; becomes application/problem+json. */
export class Refusal extends Error {
  code: ErrorCode
  values: Values
  errors: FieldProblem[]
  extra: Record<string, unknown>
  constructor(code: ErrorCode, values: Values = {}, errors: FieldProblem[] = [], extra: Record<string, unknown> = {}) {
    super(sentence({ code, values }, 'en'))
    this.code = code
    this.values = values
    this.errors = errors
    this.extra = extra
  }
}

export type Language = 'zh' | 'en'

export function sentence(problem: Problem, language: Language): string {
  const text = errors[problem.code][language === 'zh' ? 1 : 2]
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(problem.values?.[name] ?? ''))
}

export const invalid = (problems: FieldProblem[]) => new Refusal('invalid', { count: problems.length }, problems)
