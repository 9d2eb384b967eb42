import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import type { ObjectShape } from '../../lib/wire.ts'
import { Button } from '../../ui/Button.tsx'
import { say, useLanguage } from '../../ui/i18n.ts'
import { Plus } from '../../ui/icons.ts'
import { useNarrow } from '../../ui/narrow.ts'
import { useReader } from '../../ui/reader.tsx'
import { Tabs } from '../../ui/Tabs.tsx'
import { allOf, type Filter } from '../api/filter.ts'
import { objectAt, useMe, useSchema } from '../api/queries.ts'
import { rowsOf, useRows } from '../api/rows.ts'
import { FilterBar } from '../filter/FilterBar.tsx'
import { startCreate } from '../form/creating.ts'
import { useKeys } from '../frame/keys.ts'
import { Missing } from '../frame/Plain.tsx'
import { alarmFields } from '../record/alarm.ts'
import { SidePanel } from '../record/SidePanel.tsx'
import { isPlugged, Slot } from '../slots.tsx'
import { words as common } from '../words.ts'
import { manyOf } from '../named.ts'
import type { ListAddress } from './address.ts'
import { BulkBar } from './BulkBar.tsx'
import { Cards } from './Cards.tsx'
import { useChoice } from './choice.ts'
import { useColumns } from './columns.ts'
import { ColumnsMenu } from './ColumnsMenu.tsx'
import { countText } from './count.ts'
import { ListEmpty } from './ListEmpty.tsx'
import { ExportMenu } from './ExportMenu.tsx'
import { Footer } from './Footer.tsx'
import { Grid } from './Grid.tsx'
import { conditionOf, groupable, groupsOf, totalled } from './grouping.ts'
import { GroupMenu } from './GroupMenu.tsx'
import { Groups } from './Groups.tsx'
import { QuickSearch } from './QuickSearch.tsx'
import { sortedBy } from './sorting.ts'
import { keepView, keptView, ViewSwitch } from './ViewSwitch.tsx'
import { words } from './words.ts'
import './List.css'

const Board = lazy(() => import('../board/Board.tsx').then((file) => ({ default: file.Board })))

export function ListPage() {
  const { object: path } = useParams({ from: '/frame/o/$object' })
  const object = objectAt(useSchema(), path)
  return object ? <List key={object.name} object={object} /> : <Missing />
}

function List({ object }: { object: ObjectShape }) {
  const t = words.use()
  const app = common.use()
  useLanguage()
  const me = useMe()
  const narrow = useNarrow()
  const navigate = useNavigate()
  const address = useSearch({ from: '/frame/o/$object' })
  const [adding, setAdding] = useState(false)
  const go = (change: Partial<ListAddress>, push?: boolean) => show({ ...address, ...change }, push)
  const show = (search: ListAddress, push?: boolean) =>
    void navigate({ to: '/o/$object', params: { object: object.path }, search, replace: !push })
  const columns = useColumns(object, me.user.id, address.columns, (names) => go({ columns: names }))

  const { tabs } = object.views
  const tab = tabs.find((one) => one.name === address.tab) ?? tabs[0]
  const sort = address.sort ?? tab?.sort
  const { board } = object.views
  const onBoard = board !== undefined && (address.view ?? keptView(object)) === 'board'
  const names = columns.visible.map((field) => field.name)
  const fields = wantedFields(object, names, narrow)
  const found = useMemo(
    () => ({ filter: allOf([tab?.filter as Filter | undefined, address.filter]), search: address.q }),
    [tab, address.filter, address.q],
  )
  const by = onBoard ? undefined : object.fields.find((field) => field.name === address.group && groupable(field))
  const sums = totalled(columns.visible)
  const groups = useQuery(groupsOf(object, by, found, sums, useReader())).data
  const at = by && address.at
  const rows = useMemo(
    () =>
      rowsOf(
        {
          object: object.name,
          path: object.path,
          filter: allOf([found.filter, by && at ? conditionOf(by, at[0]) : undefined]),
          sort,
          search: found.search,
          fields,
        },
        onBoard || (by !== undefined && !at),
      ),
    [object, found, by, at?.[0], sort, fields.join(), onBoard],
  )
  const snapshot = useRows(rows)
  const choice = useChoice(rows)

  const create = () =>
    object.can.create && startCreate({ object: object.name, onDone: (record) => record && !narrow && go({ open: record.id }) })
  const whole = (id: string) => void navigate({ to: '/o/$object/$id', params: { object: object.path, id } })
  useKeys({ c: create, '/': () => setAdding(true) })
  useEffect(() => {
    document.title = manyOf(object)
  })

  const asked = address.filter !== undefined || Boolean(address.q)
  const empty = !onBoard && (by ? groups?.count === 0 : snapshot.rows.length === 0 && snapshot.end)
  const nothing = (
    <ListEmpty
      object={object}
      asked={asked || tab?.filter !== undefined}
      onClear={() => go({ filter: undefined, q: undefined, tab: tabs.find((one) => !one.filter)?.name })}
      onCreate={create}
    />
  )
  const shown =
    snapshot.state === 'failed' && snapshot.rows.length === 0 ? (
      <div className="list-failed" role="alert">
        <p>{snapshot.error?.message ?? t('failed')}</p>
        <Button onClick={rows.refresh}>{app('again')}</Button>
      </div>
    ) : narrow ? (
      <Cards object={object} rows={rows} />
    ) : (
      <Grid
        key={JSON.stringify(at ?? '')}
        object={object}
        rows={rows}
        columns={columns}
        choice={choice}
        sort={sort}
        onSort={(field, direction, add) => go({ sort: sortedBy(sort, field, direction, add) })}
        openId={address.open}
        onOpen={(id) => go({ open: id })}
        onWhole={whole}
      />
    )
  return (
    <div className="list">
      <div className="list-main">
        <header className="list-head">
          <div className="row">
            <h1>{manyOf(object)}</h1>
            <QuickSearch object={object} value={address.q ?? ''} onChange={(q) => go({ q: q || undefined, open: undefined })} />
            <span className="grow" />
            <Slot name="list.head" object={object} />
            {!narrow && object.can.export && <ExportMenu rows={rows} columns={names} />}
            {object.can.create && !narrow && (
              <Button look="primary" icon={<Plus />} onClick={create} data-tip="C">
                {app('createA', { object: say(object.label) })}
              </Button>
            )}
          </div>
          {(tabs.length > 1 || isPlugged('list.views')) && (
            <Tabs
              name={manyOf(object)}
              tabs={tabs.map((one) => ({
                key: one.name,
                label: say(one.label),
                count: one === tab && !onBoard && !by && snapshot.count ? countText(snapshot.count) : undefined,
              }))}
              value={address.saved ? '' : (tab?.name ?? '')}
              onChange={(name) => {
                const next = { tab: name === tabs[0]?.name ? undefined : name, sort: undefined, open: undefined, at: undefined }
                // What a saved view asked goes with it.
                show(address.saved ? { ...next, view: address.view } : { ...address, ...next }, true)
              }}
              end={<Slot name="list.views" object={object} address={address} columns={names} onShow={(next) => show(next, true)} />}
            />
          )}
        </header>
        <div className="list-bar">
          <FilterBar
            object={object}
            filter={address.filter}
            onChange={(filter) => go({ filter, open: undefined })}
            adding={adding}
            onAdding={setAdding}
          />
          <span className="grow" />
          {!onBoard && <GroupMenu object={object} value={by?.name} onChange={(group) => go({ group, at: undefined, open: undefined })} />}
          {!narrow && !onBoard && <ColumnsMenu columns={columns} />}
          {board && (
            <ViewSwitch
              view={onBoard ? 'board' : 'list'}
              onChange={(view) => {
                keepView(object, view)
                go({ view }, true)
              }}
            />
          )}
        </div>
        {empty ? (
          nothing
        ) : board && onBoard ? (
          <Suspense fallback={<div className="grow" />}>
            <Board
              object={object}
              board={board}
              asked={{ tab: tab?.filter as Filter | undefined, filter: address.filter, search: address.q }}
              openId={address.open}
              onOpen={(id) => (narrow && id ? whole(id) : go({ open: id }))}
              empty={nothing}
            />
          </Suspense>
        ) : by ? (
          groups ? (
            <Groups
              groups={groups}
              sums={sums}
              open={at?.[0]}
              onOpen={(key) => go({ at: key === undefined ? undefined : [key], open: undefined })}
              row={narrow ? 92 : 36}
              most={narrow ? 5 : 14}
            >
              {shown}
            </Groups>
          ) : (
            <div className="grow" />
          )
        ) : (
          shown
        )}
        {!narrow && !empty && !onBoard && (choice.ids.size > 0 || choice.all) && (
          <BulkBar object={object} rows={rows} choice={choice} columns={names} />
        )}
        {!empty && !onBoard && (
          <Footer
            object={object}
            rows={rows}
            asked={found}
            sums={sums}
            chosen={choice.all ? (snapshot.count?.value ?? 0) : choice.ids.size}
            grouped={by && groups?.count}
          />
        )}
      </div>
      {address.open && !narrow && (
        <SidePanel
          key={address.open}
          object={object}
          id={address.open}
          onClose={() => go({ open: undefined })}
          onWhole={() => whole(address.open!)}
        />
      )}
    </div>
  )
}

/** What the list draws, and what its titles need. */
function wantedFields(object: ObjectShape, shown: string[], narrow: boolean): string[] {
  const known = new Set(object.fields.map((field) => field.name))
  const alarms = narrow
    ? alarmFields(object)
    : object.views.alarms.flatMap(({ field, since }) => (shown.includes(since ?? '') ? [field] : []))
  const state = object.state ? [object.state] : []
  return [...new Set([...shown, ...object.title, ...object.views.subtitle, ...state, ...dueFields(object), ...alarms])]
    .filter((name) => known.has(name))
    .toSorted()
}
const dueFields = (object: ObjectShape) =>
  object.fields.filter((field) => field.name === 'nextStep' || field.name === 'nextStepAt').map((field) => field.name)
