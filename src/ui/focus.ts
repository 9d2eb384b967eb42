/** React focuses while a dialog or popover is still hidden, which does nothing; once it is shown, the first thing to fill in gets the focus. */
export function focusFirst(box: HTMLElement | null): boolean {
  if (!box) return false
  if (box.contains(document.activeElement)) return true
  const first =
    box.querySelector<HTMLElement>('[autofocus], [data-first]') ??
    box.querySelector<HTMLElement>('input:not([type=hidden], [disabled]), textarea, select, .combo-face, [role=menuitem]') ??
    box.querySelector<HTMLElement>('.button.primary, .button:not([aria-disabled])')
  first?.focus()
  return first !== null
}
