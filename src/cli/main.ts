import { Halt, languageOf, say } from '../lib/halt.ts'
import { version } from '../version.ts'
import { obey } from './command.ts'
import { commands } from './commands.ts'
import { handsOn } from './hands.ts'
import { withDatabase } from './reach.ts'

const [name = '--help', ...args] = process.argv.slice(2)

try {
  if (['--help', '-h', 'help'].includes(name)) console.log(say(help()))
  else if (name === '--version') console.log(version)
  else await runCommand()
} catch (error) {
  console.error(error instanceof Halt ? say(error) : error)
  process.exitCode = 1
}

/** With --json one JSON document on a line, the last; else an answer for people. */
async function runCommand(): Promise<void> {
  const command = commands.find((one) => one.name === name)
  if (!command) throw new Halt({ zh: `没有「${name}」这个命令。\n${help().zh}`, en: `There is no command “${name}”.\n${help().en}` })
  if (args.includes('--help') || args.includes('-h')) return console.log(`${say(command.does)}\n${command.usage}`)
  const answer =
    'alone' in command
      ? await command.alone(args)
      : await withDatabase(process.env, async (database, reached, all) => obey(command, args, await handsOn(database, reached, all)))
  console.log(args.includes('--json') ? JSON.stringify(answer.json) : answer.words[languageOf(process.env)])
}

function help(): { zh: string; en: string } {
  const width = Math.max(...commands.map((command) => command.name.length)) + 2
  const lines = (language: 'zh' | 'en') => commands.map((command) => `  ${command.name.padEnd(width)}${command.does[language]}`).join('\n')
  return {
    zh: `用法：npm run guanxi -- 命令 …\n\n${lines('zh')}\n\n每个命令加 --help 看用法，加 --json 输出一行 JSON。`,
    en: `Usage: npm run guanxi -- COMMAND …\n\n${lines('en')}\n\nAdd --help to a command to see how it is used, --json for one line of JSON.`,
  }
}
