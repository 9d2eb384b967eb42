/**
 * Eighty name cards of a fair, made here: rows 12, 24, 38, 52 and 67 are bad (mobile too short, not an e-mail, nobody at all, a number
 * a spreadsheet spoiled, letters among digits); rows 71 to 73 are the people of rows 4, 9 and 16 again, written as people write.
 */
export function nameCards(): Buffer {
  const rows = Array.from({ length: 80 }, (_, index) => card(index + 1))
  rows[11]![3] = '138001380'
  rows[23]![4] = 'not-an-email'
  rows[37]!.splice(0, 2, '', '')
  rows[51]![3] = '1.38E+10'
  rows[66]![3] = '138O0l38OO0'
  rows[70] = [...rows[3]!]
  rows[71] = rows[8]!.map((cell, column) => (column === 3 ? `+86 ${cell.slice(0, 3)} ${cell.slice(3, 7)} ${cell.slice(7)}` : cell))
  rows[72] = rows[15]!.map((cell, column) => (column === 0 ? `${cell} ` : column === 4 ? cell.toUpperCase() : cell))
  const lines = [['姓名', '公司名称', '职务', '手机', '邮箱', '城市', '备注'], ...rows].map((cells) => cells.join(','))
  return Buffer.from(`${lines.join('\r\n')}\r\n`)
}

const families = ['陈', '林', '黄', '周', '吴', '徐', '孙', '马', '朱', '胡']
const givens = ['建国', '晓芳', '志强', '文静', '海涛', '丽华', '俊杰', '雪梅']
const towns = ['苏州', '宁波', '无锡', '常州', '杭州', '合肥', '佛山', '青岛']
const trades = ['精密机械', '自动化设备', '新材料', '食品', '包装印刷', '医疗器械', '纺织', '物流', '环保工程', '电子科技']

function card(row: number): string[] {
  const town = towns[row % 8]!
  const name = families[row % 10]! + givens[Math.floor(row / 10) % 8]!
  const firm =
    town + '甲乙丙丁戊己庚辛壬癸'[row % 10]! + '子丑寅卯辰巳午未'[Math.floor(row / 10) % 8]! + trades[(row * 3) % 10]! + '有限公司'
  return [name, firm, '采购经理', `139${String(10_000_000 + row * 7919).slice(0, 8)}`, `card${row}@fair.test`, town, '']
}
