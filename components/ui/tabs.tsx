'use client'

import { Tabs as Radix } from 'radix-ui'
import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'

/** tabClass is the look of a tab, for tabs that are links as well. */
export const tabClass =
  'relative inline-flex h-9 shrink-0 items-center gap-1.5 px-1 text-sm font-medium text-muted hover:text-ink ' +
  'after:absolute after:inset-x-0 after:-bottom-px after:h-0.5 after:rounded-full ' +
  'data-[state=active]:text-ink data-[state=active]:after:bg-accent ' +
  'aria-[current=page]:text-ink aria-[current=page]:after:bg-accent'

export const tabListClass = 'flex gap-4 overflow-x-auto overflow-y-hidden border-b border-line'

export const Tabs = Radix.Root

export function TabList({ className, ...rest }: ComponentProps<typeof Radix.List>) {
  return <Radix.List className={classNames(tabListClass, className)} {...rest} />
}

export function Tab({ className, ...rest }: ComponentProps<typeof Radix.Trigger>) {
  return <Radix.Trigger className={classNames(tabClass, className)} {...rest} />
}

export function TabPanel({ className, ...rest }: ComponentProps<typeof Radix.Content>) {
  return <Radix.Content className={classNames('pt-3', className)} {...rest} />
}
