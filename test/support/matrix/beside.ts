/** What the house keeps beside records, in every relation: files, imports, keys, deeds in the log, workspaces, colleagues. */
import { createKey } from '../../../src/platform/auth/keys.ts'
import { personOf } from '../../../src/platform/directory/people.ts'
import { type App, caller, emails } from '../app.ts'
import { upload } from '../imports.ts'
import { type Hired, expectOk } from './actors.ts'
import type { Lain } from './policy.ts'
import { type Relations, nobodys } from './records.ts'

export type Beside = { situations: (kind: string) => string[] | undefined; lay: (kind: string, situation: string) => Promise<Lain> }

const kinds: Record<string, string[]> = {
  file: ['own', 'far', 'carried', 'carried elsewhere', 'foreign', 'none'],
  import: ['own', 'colleague', 'foreign', 'none'],
  changeset: ['own', 'colleague', 'below', 'far', 'foreign', 'none'],
  key: ['own', 'colleague', 'none'],
  workspace: ['own', 'foreign', 'none'],
  person: ['there', 'foreign', 'none'],
}

export function beside(
  app: App,
  { staff, keys, neighbour, neighbourKey, neighbourId, neighbourUser }: Hired,
  relations: Relations,
): Beside {
  const whose = { own: 'salesperson', colleague: 'colleague', below: 'below', far: 'other' } as const
  const by = (situation: string): { key: string; user: string } => {
    const who = whose[situation as keyof typeof whose]
    return who ? { key: keys[who], user: staff[who] } : { key: neighbourKey, user: neighbourUser }
  }
  let people = 0

  const laying: Record<string, (situation: string) => Promise<Partial<Lain>>> = {
    async file(situation) {
      if (!situation.startsWith('carried')) return { id: await sent(by(situation).key), owner: by(situation).user }
      const id = await sent(keys.administrator)
      const owner = situation === 'carried' ? 'own' : 'far'
      const [carrier] = await relations.lay('activity', [{ situation: owner, through: [] }])
      expectOk(await app.as.administrator('PATCH', `/activities/${carrier!.id}`, { files: [{ id }] }))
      return { id, owner: staff.administrator, carriers: [carrier!] }
    },
    async import(situation) {
      const who = by(situation)
      return {
        id: await upload(app.url, who.key, 'leads', `姓名,手机\n何丽玲,139${String(Math.random()).slice(2, 10)}\n`),
        owner: who.user,
      }
    },
    async changeset(situation) {
      const answer = await caller(app.url, by(situation).key)('POST', '/leads', { name: '为了撤销' })
      expectOk(answer)
      return { id: answer.body.changeset as string, owner: by(situation).user }
    },
    async key(situation) {
      const person = (await personOf(app.fresh.database, situation === 'own' ? emails.salesperson : 'colleague@firm.test'))!.id
      return { id: (await createKey(app.fresh.database, { person, workspace: app.workspace.id }, '脚本')).id, owner: by(situation).user }
    },
    workspace: async (situation) => ({ id: situation === 'own' ? app.workspace.id : neighbourId }),
    // One who can sign in, not only a row among the users.
    async person(situation) {
      const hire = { name: '新人', email: `hired${++people}@firm.test`, password: 'correct horse 42' }
      const answer = await (situation === 'foreign' ? neighbour : app.as.administrator)('POST', '/colleagues', { people: [hire] })
      expectOk(answer)
      return { id: answer.body.ids[0] as string, object: 'user' }
    },
  }

  async function sent(key: string): Promise<string> {
    const form = new FormData()
    form.set('file', new Blob([`text ${Math.random()}`]), '说明.txt')
    const answer = await fetch(`${app.url}/api/v1/files`, { method: 'POST', headers: { authorization: `Bearer ${key}` }, body: form })
    return ((await answer.json()) as { files: { id: string }[] }).files[0]!.id
  }

  return {
    situations: (kind) => kinds[kind],
    async lay(kind, situation) {
      const at = situation === 'none' ? 'nowhere' : situation === 'foreign' ? 'theirs' : 'ours'
      const facts = situation === 'none' ? {} : await laying[kind]!(situation)
      return { object: kind, id: nobodys(), situation, at, owner: null, ...facts }
    },
  }
}
