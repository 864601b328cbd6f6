/** writeClipboard copies a text, and tells whether it could. The clipboard API exists only on https and localhost; elsewhere a hidden selection does the same. */
export async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const area = document.createElement('textarea')
    area.value = text
    area.style.position = 'fixed'
    area.style.opacity = '0'
    const focused = document.activeElement
    // Inside a dialog that holds focus, only what is inside can be selected.
    const place = focused?.parentElement ?? document.body
    place.append(area)
    area.select()
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the one way to copy on a plain http address
    const done = document.execCommand('copy')
    area.remove()
    if (focused instanceof HTMLElement) focused.focus()
    return done
  }
}
