/**
 * Every address of the app. A page's code is loaded when it is first opened:
 *   page('/settings', () => import('./settings/SettingsPage.tsx'), 'SettingsPage')
 * Pages of the frame stand in `framed`; they may count on the person and the schema being read.
 */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router'
import { isPage } from '../lib/page-address.ts'
import { type PaperLanguage, paperLanguages } from '../lib/sheet.ts'
import { language } from '../ui/i18n.ts'
import { Broken, Missing, Opening } from './frame/Plain.tsx'
import { meQuery, queries, schemaQuery } from './api/queries.ts'
import { Problem } from './api/http.ts'
import { readChanges } from './changesets/address.ts'
import { readList } from './list/address.ts'

/** The router keeps what a reader of the address leaves out, as it was typed; so what is left out is said to be absent. */
function only<T extends object>(read: (search: Record<string, unknown>) => T): (search: Record<string, unknown>) => T {
  return (search) => ({ ...Object.fromEntries(Object.keys(search).map((name) => [name, undefined])), ...read(search) })
}

const root = createRootRoute({ component: Outlet, notFoundComponent: Missing })

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('./sign/SetupPage.tsx'), 'SetupPage'),
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: only((search): { back?: string } => (isPage(search.back) ? { back: search.back } : {})),
  component: lazyRouteComponent(() => import('./sign/SignInPage.tsx'), 'SignInPage'),
})

export const frame = createRoute({
  getParentRoute: () => root,
  id: 'frame',
  component: lazyRouteComponent(() => import('./frame/Frame.tsx'), 'Frame'),
  loader: async ({ location }) => {
    try {
      const [me] = await Promise.all([queries.ensureQueryData(meQuery), queries.ensureQueryData(schemaQuery)])
      if (!me.workspace) throw redirect({ to: '/sign-in', search: { back: location.href } })
    } catch (error) {
      if (error instanceof Problem && (error.status === 401 || error.code === 'choose-workspace'))
        throw redirect({ to: '/sign-in', search: { back: location.href } })
      throw error
    }
  },
})

const home = createRoute({
  getParentRoute: () => frame,
  path: '/',
  component: lazyRouteComponent(() => import('./frame/Home.tsx'), 'Home'),
})

export const list = createRoute({
  getParentRoute: () => frame,
  path: '/o/$object',
  validateSearch: only(readList),
  component: lazyRouteComponent(() => import('./list/ListPage.tsx'), 'ListPage'),
})

export const record = createRoute({
  getParentRoute: () => frame,
  path: '/o/$object/$id',
  component: lazyRouteComponent(() => import('./record/RecordPage.tsx'), 'RecordPage'),
})

const importStart = createRoute({
  getParentRoute: () => frame,
  path: '/import/$object',
  component: lazyRouteComponent(() => import('./imports/StartPage.tsx'), 'StartPage'),
})

const oneImport = createRoute({
  getParentRoute: () => frame,
  path: '/imports/$id',
  validateSearch: only((search): { step?: 'map' } => (search.step === 'map' ? { step: 'map' } : {})),
  component: lazyRouteComponent(() => import('./imports/ImportPage.tsx'), 'ImportPage'),
})

const tasks = createRoute({
  getParentRoute: () => frame,
  path: '/imports',
  component: lazyRouteComponent(() => import('./imports/TasksPage.tsx'), 'TasksPage'),
})

const settings = createRoute({
  getParentRoute: () => frame,
  path: '/settings',
  beforeLoad: ({ location }) => {
    if (location.pathname === '/settings') throw redirect({ to: '/settings/$part', params: { part: 'me' }, replace: true })
  },
})

const settingsPart = createRoute({
  getParentRoute: () => settings,
  path: '$part',
  component: lazyRouteComponent(() => import('./settings/SettingsPage.tsx'), 'SettingsPage'),
})

const changes = createRoute({
  getParentRoute: () => frame,
  path: '/changes',
  validateSearch: only(readChanges),
  component: lazyRouteComponent(() => import('./changesets/ChangesPage.tsx'), 'ChangesPage'),
})

const print = createRoute({
  getParentRoute: () => root,
  path: '/print/$object/$id',
  validateSearch: (search: Record<string, unknown>): { language: PaperLanguage } => ({
    language: paperLanguages.find((one) => one === search.language) ?? language(),
  }),
  component: lazyRouteComponent(() => import('./paper/PaperPage.tsx'), 'PaperPage'),
})

const plugged = createRoute({
  getParentRoute: () => frame,
  path: '/p/$page',
  component: lazyRouteComponent(() => import('./PluggedPage.tsx'), 'PluggedPage'),
})

const framed = frame.addChildren([
  home,
  list,
  record,
  plugged,
  importStart,
  oneImport,
  tasks,
  settings.addChildren([settingsPart]),
  changes,
])

export const router = createRouter({
  routeTree: root.addChildren([setup, signIn, print, framed]),
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 30_000,
  defaultPendingComponent: Opening,
  defaultPendingMs: 300,
  defaultErrorComponent: Broken,
  scrollRestoration: false,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
