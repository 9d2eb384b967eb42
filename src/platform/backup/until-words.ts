/** Why a moment cannot be had again, and what can. */
import { Halt } from '../../lib/halt.ts'
import type { Manifest } from './manifest.ts'

export type Words = { zh: string; en: string }

export const shown = (time: Date) => time.toISOString()

export const tooLate = (time: Date) => new Halt({ zh: `--until ${shown(time)} 还没有到。`, en: `--until ${shown(time)} has not come yet.` })

export function tooEarly(from: string, { ended }: Manifest, time: Date, earlier: string | undefined): Halt {
  const hint = earlier
    ? { zh: `请用更早的备份 ${earlier}。`, en: `Use the earlier backup ${earlier}.` }
    : { zh: '旁边没有更早的备份。', en: 'There is no earlier one beside it.' }
  return new Halt({
    zh: `备份 ${from} 做完时是 ${ended}，晚于 --until ${shown(time)}：${hint.zh}`,
    en: `The backup ${from} was finished at ${ended}, after --until ${shown(time)}. ${hint.en}`,
  })
}

export function noLog(from: string, manifest: Manifest, live: string | undefined): Halt {
  const where = live ?? 'GUANXI_DATA'
  return new Halt({
    zh: `没有备份 ${from} 之后的日志：旁边没有更晚的备份，${where} 也不是它所备份的数据目录。${covers(manifest).zh}`,
    en: `There is no log after the backup ${from}: no later backup lies beside it, and ${where} is not the data folder it was made of. ${covers(manifest).en}`,
  })
}

/** What remains possible without the log. */
export const covers = ({ ended }: Manifest): Words => ({
  zh: `不写 --until 可以恢复到 ${ended}。`,
  en: `Without --until it restores to ${ended}.`,
})

export function gap(from: string, name: string, rest: Words): Halt {
  return new Halt({
    zh: `备份 ${from} 之后的日志缺了 ${name}：那之后写得比保留的还多（GUANXI_KEEP_LOG），或者别的备份没有放在它旁边。没有恢复任何东西。${rest.zh}`,
    en: `The log after the backup ${from} lacks ${name}: more was written than is kept (GUANXI_KEEP_LOG), or another backup does not lie beside it. Nothing was restored. ${rest.en}`,
  })
}

export function damagedLog(name: string, last: string | undefined): Halt {
  const rest = reachable(last)
  return new Halt({
    zh: `日志在 ${name} 处已损坏，到不了所要的时刻。没有恢复任何东西。${rest.zh}`,
    en: `The log is damaged at ${name} and does not lead to the moment asked for. Nothing was restored. ${rest.en}`,
  })
}

export function endsBefore(time: Date, last: string | undefined): Halt {
  const rest = reachable(last)
  return new Halt({
    zh: `日志在 --until ${shown(time)} 之前就结束了。没有恢复任何东西。${rest.zh}`,
    en: `The log ends before --until ${shown(time)}. Nothing was restored. ${rest.en}`,
  })
}

const reachable = (last: string | undefined): Words =>
  last
    ? {
        zh: `它最后能读到的一笔是 ${last}：在那之前的时刻可以恢复。`,
        en: `The last deed it can tell of is of ${last}; any moment before can be restored.`,
      }
    : { zh: '备份之后的一笔也读不到。', en: 'Not one deed after the backup can be read from it.' }
