/**
 * Who may do what, said a second time: from the product's pages and from definitions and roles as data, in plain JavaScript, one
 * record at a time. Shares no line with the engine and reads nothing of what the API says of itself (`x-authz` is judged by it).
 */
import type { ActionDefinition, ObjectDefinition, RoleDefinition } from '../../../src/engine/definition.ts'

/** Who knocks. `home`: whose workspace he acts in; `person`: signed in, perhaps nowhere yet. */
export type Actor = {
  name: string
  home: 'ours' | 'theirs' | null
  person: boolean
  session: boolean
  /** A session that sends along what only our own page can know. */
  csrf: boolean
  user: string | null
  roles: RoleDefinition[]
  headers: Record<string, string>
}

/** A record, or what the house keeps beside records (file, import, changeset, key, workspace), as it was laid. */
export type Lain = {
  object: string
  id: string
  /** Its relation in one word: own, colleague, below, far, shared, … */
  situation: string
  at: 'ours' | 'theirs' | 'bin' | 'nowhere'
  /** Who owns it, uploaded it, did it. */
  owner: string | null
  /** Who owns what it hangs on: of its anchors the first that is filled. */
  opens?: string | null
  shares?: { user: string; level: 'read' | 'write' }[]
  /** With whom that is shared, to whatever end: he reads what hangs on it, and no more. */
  opensTo?: string
  /** A personal thing that is shown to others. */
  shown?: 'team' | 'all'
  /** A line's document. */
  document?: Lain
  /** What carries a file. */
  carriers?: Lain[]
}

export type Firm = {
  /** User → department; department → the one above. */
  departments: Map<string, string | null>
  parents: Map<string, string | null>
  objects: Map<string, ObjectDefinition>
  actions: ActionDefinition[]
}

/** `give`: to hand it on or share it: whoever may write it by his own right, not because it was shared with him. */
export type Right = 'read' | 'write' | 'remove' | 'give'

/** `entry`: whom the door lets in at all; `right`: a named right of a role beside; `on`: what he needs on the record that is named. */
export type Doing = {
  entry: 'public' | 'person' | 'person-session' | 'session' | 'member'
  right?: 'admin' | 'undo' | 'export' | 'import'
  create?: string
  on?: Right
  /** Reads only: no row is touched even where it is done. */
  reads?: true
  /** Refused to everybody once the house is set up. */
  closed?: true
}

/** What is not one object's. Whoever adds such an operation says here whose it is. */
const fixed: Record<string, Doing> = {
  'POST /session': { entry: 'public' },
  'DELETE /session': { entry: 'person-session' },
  'POST /session/workspace': { entry: 'person-session', on: 'read' },
  'GET /me': { entry: 'person', reads: true },
  'PATCH /me': { entry: 'member' },
  'POST /me/password': { entry: 'person-session' },
  'GET /me/keys': { entry: 'session', reads: true },
  'POST /me/keys': { entry: 'session' },
  'DELETE /me/keys/{id}': { entry: 'session', on: 'write' },
  'GET /setup': { entry: 'public', reads: true },
  'POST /setup': { entry: 'public', closed: true },
  'POST /colleagues': { entry: 'member', right: 'admin' },
  'POST /colleagues/{id}/disable': { entry: 'member', right: 'admin', on: 'write' },
  'POST /colleagues/{id}/enable': { entry: 'member', right: 'admin', on: 'write' },
  'POST /colleagues/{id}/password': { entry: 'member', right: 'admin', on: 'write' },
  'GET /schema': { entry: 'member', reads: true },
  'GET /openapi.json': { entry: 'member', reads: true },
  'GET /search': { entry: 'member', reads: true },
  'GET /events': { entry: 'member', reads: true },
  'GET /day': { entry: 'member', reads: true },
  'POST /day/snooze': { entry: 'member', on: 'read' },
  'POST /day/seen': { entry: 'member' },
  'GET /changesets': { entry: 'member', reads: true },
  'GET /changesets/{id}': { entry: 'member', on: 'read', reads: true },
  'GET /changesets/{id}/changes': { entry: 'member', on: 'read', reads: true },
  'POST /changesets/{id}/undo': { entry: 'member', on: 'write' },
  'GET /removed': { entry: 'member', reads: true },
  'POST /files': { entry: 'member' },
  'GET /files/{id}': { entry: 'member', on: 'read', reads: true },
  'GET /imports': { entry: 'member', reads: true },
  'POST /imports': { entry: 'member', right: 'import' },
  'GET /imports/template': { entry: 'member', reads: true },
  'GET /imports/{id}': { entry: 'member', on: 'read', reads: true },
  'PATCH /imports/{id}': { entry: 'member', right: 'import', on: 'write' },
  'DELETE /imports/{id}': { entry: 'member', on: 'write' },
  'POST /imports/{id}/check': { entry: 'member', right: 'import', on: 'write' },
  'POST /imports/{id}/run': { entry: 'member', right: 'import', on: 'write' },
  'POST /imports/{id}/stop': { entry: 'member', on: 'write' },
  'GET /imports/{id}/problems': { entry: 'member', on: 'read', reads: true },
  'PATCH /imports/{id}/rows/{row}': { entry: 'member', right: 'import', on: 'write' },
  'GET /imports/{id}/failed.csv': { entry: 'member', on: 'read', reads: true },
}

/** What the address of an operation on an object's records means; undefined where nobody has said whose it is. */
export function doingOf(firm: Firm, method: string, path: string, object: string | undefined): Doing | undefined {
  const said = fixed[`${method} ${path}`]
  if (said || !object) return said
  const [, , first, second] = path.split('/')
  const deed = (name: string | undefined) =>
    shareable(firm.objects.get(object)!) && (name === 'share' || name === 'unshare')
      ? sharing
      : firm.actions.find((action) => action.object === object && action.name === name)
  const on = ({ right }: Pick<ActionDefinition, 'right'>) => ({ on: right === 'assign' ? ('give' as const) : ('write' as const) })
  const named = ({ right }: Pick<ActionDefinition, 'right'>) => (right === 'admin' || right === 'undo' ? { right } : {})
  if (first === undefined)
    return method === 'GET' ? { entry: 'member', reads: true } : method === 'POST' ? { entry: 'member', create: object } : undefined
  if (`${method} ${first}` === 'POST query' || `${method} ${first}` === 'POST aggregate' || `${method} ${first}` === 'GET twins')
    return { entry: 'member', reads: true }
  if (`${method} ${first}` === 'GET export') return { entry: 'member', right: 'export' }
  if (`${method} ${first}` === 'POST batch') return { entry: 'member', create: object }
  if (first === 'actions') return deed(second) && { entry: 'member', ...on(deed(second)!), ...named(deed(second)!) }
  if (first !== '{id}') return undefined
  if (second === undefined)
    return {
      GET: { entry: 'member', on: 'read', reads: true },
      PATCH: { entry: 'member', on: 'write' },
      DELETE: { entry: 'member', on: 'remove' },
    }[method] as Doing | undefined
  if (method === 'POST') return deed(second) && { entry: 'member', ...on(deed(second)!), ...named(deed(second)!) }
  const papers = ['timeline', 'history', 'document', 'document.pdf', ...(shareable(firm.objects.get(object)!) ? ['shares'] : [])]
  return method === 'GET' && (papers.includes(second) || deed(second)) ? { entry: 'member', on: 'read', reads: true } : undefined
}

/** Whatever belongs to somebody may be shared record by record; personal things are shown otherwise. */
const shareable = ({ access }: ObjectDefinition) => access.owner !== undefined && !access.personal
const sharing = { right: 'assign' } as const

export type Verdict = 'sign-in' | 'choose-workspace' | 'csrf' | 'forbidden' | 'unknown' | 'allowed'

/** Before any record is looked at; undefined: go on to the record. */
export function atTheDoor(firm: Firm, doing: Doing, actor: Actor, method: string): Verdict | undefined {
  if (doing.entry === 'public') return doing.closed ? 'forbidden' : undefined
  if (!actor.person) return 'sign-in'
  if (actor.session && !actor.csrf && method !== 'GET') return 'csrf'
  if (['session', 'person-session'].includes(doing.entry) && !actor.session) return 'forbidden'
  if (!actor.home && !['person', 'person-session'].includes(doing.entry)) return 'choose-workspace'
  if (doing.right && !actor.roles.some((role) => role.rights.includes(doing.right!))) return 'forbidden'
  return doing.create && !mayCreate(firm, actor, doing.create) ? 'forbidden' : undefined
}

/** He may not know of it: as if it were not. He may know and not do: forbidden. */
export function onTheRecord(firm: Firm, actor: Actor, lain: Lain, right: Right): Verdict {
  if (!may(firm, actor, lain, 'read')) return 'unknown'
  return may(firm, actor, lain, right) ? 'allowed' : 'forbidden'
}

const isAdmin = (actor: Actor) => actor.roles.some((role) => role.rights.includes('admin'))
const ownerless = ({ access }: ObjectDefinition) => !access.owner && !access.anchor?.length

function mayCreate(firm: Firm, actor: Actor, object: string): boolean {
  if (ownerless(firm.objects.get(object)!)) return isAdmin(actor) || actor.roles.some((role) => role.objects[object]?.create)
  return actor.roles.some((role) => (role.objects[object] ?? role.objects['*'])?.create)
}

export function may(firm: Firm, actor: Actor, lain: Lain, right: Right): boolean {
  if (lain.at !== actor.home) return false
  if (lain.document) return may(firm, actor, lain.document, right)
  const definition = firm.objects.get(lain.object)
  if (!definition) return mayBeside(firm, actor, lain, right)
  const { personal } = definition.access
  if (personal) {
    if (lain.owner === actor.user) return true
    const shown = lain.shown === 'all' || (lain.shown === 'team' && inOneDepartment(firm, actor, lain.owner))
    return shown && (right === 'read' || isAdmin(actor))
  }
  if (ownerless(definition))
    return right === 'read' || isAdmin(actor) || actor.roles.some((role) => role.objects[lain.object]?.[granted(right)] === 'all')
  for (const role of actor.roles) {
    const grant = role.objects[lain.object] ?? role.objects['*']
    const scope = grant?.[granted(right)] ?? 'none'
    if (scope === 'all') return true
    if (scope === 'none') continue
    if (grant!.unowned && definition.access.owner && !lain.owner) return true
    if ([lain.owner, lain.opens].some((holder) => holder && within(firm, actor, holder, scope))) return true
  }
  if (right === 'read' && lain.opensTo === actor.user) return true
  const share = lain.shares?.find(({ user }) => user === actor.user)
  return share !== undefined && (right === 'read' || (right === 'write' && share.level === 'write'))
}

const granted = (right: Right) => (right === 'give' ? 'write' : right)

/** What is no record: a file is its sender's and of whoever reads what carries it; an import its maker's; a deed its doer's. */
function mayBeside(firm: Firm, actor: Actor, { object, owner, carriers = [] }: Lain, right: Right): boolean {
  if (owner === actor.user || object === 'workspace') return true
  if (object === 'file') return right === 'read' && carriers.some((lain) => may(firm, actor, lain, 'read'))
  if (object === 'import') return isAdmin(actor)
  if (object !== 'changeset') return false
  if (isAdmin(actor)) return true
  const undoes = actor.roles.some((role) => role.rights.includes('undo'))
  return undoes && owner !== null && within(firm, actor, owner, 'below')
}

const inOneDepartment = (firm: Firm, actor: Actor, other: string | null) => other !== null && within(firm, actor, other, 'department')

function within(firm: Firm, actor: Actor, holder: string, scope: 'own' | 'department' | 'below'): boolean {
  if (holder === actor.user) return true
  const mine = firm.departments.get(actor.user ?? '')
  const theirs = firm.departments.get(holder)
  if (!mine || !theirs || scope === 'own') return false
  if (scope === 'department') return mine === theirs
  for (let at: string | null | undefined = theirs; at; at = firm.parents.get(at)) if (at === mine) return true
  return false
}
