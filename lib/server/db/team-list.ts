import 'server-only'
import { AppError } from '#lib/server/base/app-error.ts'
import type { Tx } from './database.ts'

/** TeamList is a table of things that a team keeps under names of its own. */
export interface TeamList {
  readonly table: 'jobTemplate' | 'jobSchedule' | 'savedFilter'
  readonly teamId: string
  /** What one of them is called: template. */
  readonly noun: string
}

/** assertFreeName throws `conflict`, naming the field, when a team has something of this name already. */
export async function assertFreeName(tx: Tx, { table, teamId, noun }: TeamList, name: string): Promise<void> {
  const taken = await tx
    .selectFrom(table)
    .select('id')
    .where('teamId', '=', teamId)
    .where('name', '=', name)
    .executeTakeFirst()
  if (!taken) return
  throw new AppError({
    code: 'conflict',
    field: 'name',
    message: `The team has a ${noun} of this name already.`,
    advice: 'Choose another name, or change that one.',
  })
}

/** assertRoomFor throws `conflict` when a team has `most` of them already. */
export async function assertRoomFor(tx: Tx, { table, teamId, noun }: TeamList, most: number): Promise<void> {
  const { count } = await tx
    .selectFrom(table)
    .where('teamId', '=', teamId)
    .select((e) => e.fn.countAll().as('count'))
    .executeTakeFirstOrThrow()
  if (Number(count) < most) return
  throw new AppError({
    code: 'conflict',
    message: `The team has ${most} ${noun}s already.`,
    advice: 'Delete some that are not needed any more.',
  })
}
