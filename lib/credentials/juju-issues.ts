import type { IssueText } from './issue-text.ts'

export const GET_CREDENTIALS = 'juju run data-integrator/leader get-credentials'

/** jujuIssues are what Juju, or the charm's action, says instead of credentials. `{id}` is the number that Juju gave. */
export const jujuIssues = {
  not_related: {
    severity: 'error',
    message:
      'The action failed: data-integrator is not related to a product yet, so there are no credentials.',
    advice: 'Relate it, wait until both are active, then run get-credentials again.',
    command: 'juju integrate data-integrator kafka',
  },
  not_configured: {
    severity: 'error',
    message:
      'The action failed: data-integrator has no topic, database, index, keyspace or prefix configured.',
    advice: 'Configure what the credentials are for, then run get-credentials again.',
    command: 'juju config data-integrator topic-name=my-topic extra-user-roles=producer,consumer',
  },
  action_failed: {
    severity: 'error',
    message: 'The action failed, so this paste holds no credentials.',
    advice: 'See what the unit says about itself, mend it, then run get-credentials again.',
    command: 'juju status data-integrator --relations',
  },
  timed_out: {
    severity: 'error',
    message: 'Juju stopped waiting for the unit: there is no result in this paste.',
    advice: 'See whether the unit and its agent are alive, then ask again with more time.',
    command: `${GET_CREDENTIALS} --wait 5m`,
  },
  not_scheduled: {
    severity: 'error',
    message: 'Juju could not hand the action to any unit.',
    advice: 'See whether data-integrator has a running unit, then run get-credentials again.',
    command: 'juju status data-integrator',
  },
  task_pending: {
    severity: 'error',
    message: 'The task has not finished: there is no result yet.',
    advice: 'Ask for its result and paste that.',
    command: 'juju show-task {id} --wait 1m',
  },
  action_queued: {
    severity: 'error',
    message: 'The action was only queued: there is no result yet.',
    advice: 'Ask for its result and paste that.',
    command: 'juju show-action-output {id} --wait 1m',
  },
  operation_scheduled: {
    severity: 'error',
    message: 'The operation was only scheduled: there is no result yet.',
    advice: 'Ask for its result and paste that.',
    command: 'juju show-operation {id} --wait 1m',
  },
  task_scheduled: {
    severity: 'error',
    message: 'The task was only scheduled: there is no result yet.',
    advice: 'Ask for its result and paste that.',
    command: 'juju show-task {id} --wait 1m',
  },
  still_waiting: {
    severity: 'error',
    message: 'The paste ends while Juju was still waiting for the task.',
    advice: 'Wait for the result, or ask for it again, and paste the whole output.',
    command: GET_CREDENTIALS,
  },
  juju_error: {
    severity: 'error',
    message: 'Juju answered with an error instead of credentials.',
    advice:
      'Mend what the line says (the model, the application’s name, the login), then run get-credentials again.',
    command: 'juju status',
  },
  no_product: {
    severity: 'error',
    message: 'The action answered, but no product’s credentials are in it.',
    advice:
      'The relation may still be settling. Wait until data-integrator is active, then run get-credentials again.',
    command: GET_CREDENTIALS,
  },
  databag: {
    severity: 'error',
    message: 'This is a relation’s databag: it holds references to Juju secrets, not the secrets themselves.',
    advice: 'Run the action, which looks the values up, and paste its output.',
    command: GET_CREDENTIALS,
  },
} as const satisfies Record<string, IssueText>
