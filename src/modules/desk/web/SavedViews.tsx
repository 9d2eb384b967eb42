import { useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import type { ObjectShape } from '../../../lib/wire.ts'
import { Button } from '../../../ui/Button.tsx'
import { useLanguage } from '../../../ui/i18n.ts'
import { More, Plus } from '../../../ui/icons.ts'
import { MenuButton, type MenuEntry } from '../../../ui/Menu.tsx'
import { toast } from '../../../ui/toast.tsx'
import { complain } from '../../../web/api/deeds.ts'
import { objectNamed, useSchema } from '../../../web/api/queries.ts'
import type { ListAddress } from '../../../web/list/address.ts'
import { PageLink } from '../../../web/PageLink.tsx'
import { manyOf } from '../../../web/named.ts'
import { favouritesQuery, keepView, removeView, type SavedView, star, viewsOf } from './kept.ts'
import { lookOf, readLook } from './look.ts'
import { ViewDialog } from './ViewDialog.tsx'
import { words } from './words.ts'
import './desk.css'

type Props = { object: ObjectShape; address: ListAddress; columns: string[]; onShow: (address: ListAddress) => void }

/** A person's views of this list and those shown to him, behind its tabs; the one that is shown has a menu. */
export function SavedViews({ object, address, columns, onShow }: Props) {
  const t = words.use()
  useLanguage()
  const { data: views = [] } = useQuery(viewsOf(object.name))
  const [naming, setNaming] = useState<SavedView | 'new' | null>(null)
  const schema = useSchema()
  const mayShare = objectNamed(schema, 'savedView')?.fields.find((field) => field.name === 'shared')?.access === 'write'
  const router = useRouter()
  const addressOf = (view: SavedView): ListAddress => ({ ...readLook(view.look), saved: view.id })
  const hrefOf = (view: SavedView) =>
    router.buildLocation({ to: '/o/$object', params: { object: object.path }, search: addressOf(view) }).href
  const look = lookOf(address, columns)
  return (
    <>
      <div className="saved-views" role="group" aria-label={t('views')}>
        {views.map((view) => (
          <span key={view.id} className="saved-view">
            <PageLink className="tab" href={hrefOf(view)} aria-current={view.id === address.saved ? 'true' : undefined}>
              {view.name}
            </PageLink>
            {view.id === address.saved && (
              <Menu
                view={view}
                href={hrefOf(view)}
                changed={lookOf(readLook(view.look), columns) !== look}
                onSave={() => void keepView(view.id, { look }).then(said(view.name), complain)}
                onSaveAs={() => setNaming('new')}
                onRename={() => setNaming(view)}
                onRemove={() =>
                  void removeView(view.id).then(() => {
                    toast({ text: t('removed', { name: view.name }) })
                    onShow({})
                  }, complain)
                }
              />
            )}
          </span>
        ))}
        <Button small look="quiet" icon={<Plus />} data-tip={t('newViewTip')} onClick={() => setNaming('new')}>
          {t('newView')}
        </Button>
      </div>
      {naming && (
        <ViewDialog
          title={naming === 'new' ? t('newViewTip') : t('rename')}
          name={naming === 'new' ? '' : naming.name}
          shared={naming === 'new' ? null : naming.shared}
          mayShare={mayShare}
          placeholder={manyOf(object)}
          onClose={() => setNaming(null)}
          onSave={async (values) => {
            const kept = naming === 'new' ? { ...values, of: object.name, look } : values
            const view = await keepView(naming === 'new' ? null : naming.id, kept)
            setNaming(null)
            said(view.name)()
            if (naming === 'new') onShow(addressOf(view))
          }}
        />
      )}
    </>
  )
}

const said = (name: string) => () => toast({ text: words.t('saved', { name }) })

type MenuProps = {
  view: SavedView
  href: string
  changed: boolean
  onSave: () => void
  onSaveAs: () => void
  onRename: () => void
  onRemove: () => void
}

function Menu({ view, href, changed, onSave, onSaveAs, onRename, onRemove }: MenuProps) {
  const t = words.use()
  const { data: favourites } = useQuery(favouritesQuery)
  const starred = favourites?.find((each) => each.address.includes(view.id))
  const mine = view.can.update === true
  const entries: MenuEntry[] = [
    ...(mine && changed ? [{ key: 'save', label: t('saveChanges'), onChoose: onSave }] : []),
    { key: 'as', label: t('saveAs'), onChoose: onSaveAs },
    ...(mine ? [{ key: 'rename', label: t('rename'), onChoose: onRename }] : []),
    {
      key: 'star',
      label: t(starred ? 'unstarView' : 'starView'),
      onChoose: () => void star(starred, view.name, href).catch(complain),
    },
    ...(view.can.remove === true || mine ? [{ key: 'remove', label: t('removeView'), danger: true, onChoose: onRemove }] : []),
  ]
  return (
    <>
      {mine && changed && (
        <Button small look="quiet" onClick={onSave}>
          {t('saveChanges')}
        </Button>
      )}
      <MenuButton entries={entries} look="quiet" small icon={<More />} name={t('viewMenu', { name: view.name })} />
    </>
  )
}
