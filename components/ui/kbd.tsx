import { classNames } from './class-names.ts'

/** Kbd shows keys to press, such as `Ctrl K`; each word is its own key. */
export function Kbd({ keys, className }: { keys: string; className?: string }) {
  return (
    <kbd className={classNames('inline-flex gap-0.5 font-sans', className)}>
      {keys.split(' ').map((key, index) => (
        <span
          // Two equal keys in one hint (`g g`) differ only by their place.
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes order
          key={index}
          className="inline-flex h-[18px] min-w-[18px] items-center justify-center rounded border border-line bg-sunken px-1 text-[11px] leading-none font-medium text-muted"
        >
          {key}
        </span>
      ))}
    </kbd>
  )
}
