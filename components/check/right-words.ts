import type { RightAnswer, RightId } from '#lib/shared/rights.ts'

/** rightWords: what each right lets one do. */
export const rightWords: Readonly<Record<RightId, string>> = {
  'topic.describe': 'See the topic',
  'topic.read': 'Read records',
  'topic.write': 'Produce records',
  'topic.create': 'Create the topic',
  'topic.delete': 'Delete the topic',
  'topic.alter': 'Change the topic',
  'topic.configs': 'See its configuration',
  'group.read': 'Use consumer groups',
  'group.delete': 'Delete consumer groups',
  'cluster.admin': 'Administer the cluster',
}

export const answerWords: Readonly<Record<RightAnswer, string>> = {
  yes: 'Yes',
  no: 'No',
  unknown: 'Not known',
}
