import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import '../ui/theme.css'
import { Tips } from '../ui/Tips.tsx'
import { Toasts } from '../ui/toast.tsx'
import { onGo } from './api/going.ts'
import { onSignedOut } from './api/http.ts'
import { queries } from './api/queries.ts'
import './imports/plug.ts'
import './changesets/plug.ts'
import '../modules/web.ts'
import { router } from './routes.tsx'

onGo((href) => void router.navigate({ href }))
onSignedOut(() => {
  const { pathname, href } = router.state.location
  if (pathname === '/sign-in' || pathname === '/setup') return
  queries.clear()
  void router.navigate({ to: '/sign-in', search: { back: href } })
})

createRoot(document.getElementById('root')!).render(
  <QueryClientProvider client={queries}>
    <Toasts />
    <RouterProvider router={router} />
    <Tips />
  </QueryClientProvider>,
)
