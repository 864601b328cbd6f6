import 'server-only'
import type { RouteModule } from '#lib/server/http/openapi.ts'
import * as passkey from '../account/passkeys/[passkey]/route.ts'
import * as newPasskey from '../account/passkeys/options/route.ts'
import * as passkeys from '../account/passkeys/route.ts'
import * as password from '../account/password/route.ts'
import * as recoveryCodes from '../account/recovery-codes/route.ts'
import * as account from '../account/route.ts'
import * as session from '../account/sessions/[session]/route.ts'
import * as sessions from '../account/sessions/route.ts'
import * as confirmTotp from '../account/totp/confirm/route.ts'
import * as totp from '../account/totp/route.ts'
import * as acceptInvitation from '../auth/invitation/accept/route.ts'
import * as offer from '../auth/invitation/route.ts'
import * as oidcCallback from '../auth/oidc/callback/route.ts'
import * as oidcStart from '../auth/oidc/start/route.ts'
import * as proofOptions from '../auth/reauthenticate/options/route.ts'
import * as reauthenticate from '../auth/reauthenticate/route.ts'
import * as completeReset from '../auth/reset/complete/route.ts'
import * as lookAtReset from '../auth/reset/look/route.ts'
import * as askReset from '../auth/reset/route.ts'
import * as signIn from '../auth/sign-in/email/route.ts'
import * as passkeyOptions from '../auth/sign-in/passkey/options/route.ts'
import * as passkeySignIn from '../auth/sign-in/passkey/route.ts'
import * as secondFactor from '../auth/sign-in/second-factor/route.ts'
import * as signOut from '../auth/sign-out/route.ts'
import * as health from '../health/route.ts'
import * as me from '../me/route.ts'
import * as metrics from '../metrics/route.ts'
import * as ready from '../ready/route.ts'
import * as setup from '../setup/route.ts'
import * as auditExport from '../teams/[team]/audit/export/route.ts'
import * as audit from '../teams/[team]/audit/route.ts'
import * as auditVerify from '../teams/[team]/audit/verify/route.ts'
import * as importBundle from '../teams/[team]/bundle/import/route.ts'
import * as bundle from '../teams/[team]/bundle/route.ts'
import * as parse from '../teams/[team]/credentials/parse/route.ts'
import * as egress from '../teams/[team]/egress/route.ts'
import * as savedFilter from '../teams/[team]/filters/[filter]/route.ts'
import * as checkFilter from '../teams/[team]/filters/check/route.ts'
import * as savedFilters from '../teams/[team]/filters/route.ts'
import * as invitation from '../teams/[team]/invitations/[invitation]/route.ts'
import * as invitations from '../teams/[team]/invitations/route.ts'
import * as jobSchedule from '../teams/[team]/job-schedules/[schedule]/route.ts'
import * as previewSchedule from '../teams/[team]/job-schedules/preview/route.ts'
import * as jobSchedules from '../teams/[team]/job-schedules/route.ts'
import * as jobTemplate from '../teams/[team]/job-templates/[template]/route.ts'
import * as jobTemplates from '../teams/[team]/job-templates/route.ts'
import * as jobEvents from '../teams/[team]/jobs/[job]/events/route.ts'
import * as jobNotices from '../teams/[team]/jobs/[job]/notices/route.ts'
import * as resumeJob from '../teams/[team]/jobs/[job]/resume/route.ts'
import * as job from '../teams/[team]/jobs/[job]/route.ts'
import * as jobs from '../teams/[team]/jobs/route.ts'
import * as leave from '../teams/[team]/leave/route.ts'
import * as resetLink from '../teams/[team]/members/[user]/reset-link/route.ts'
import * as member from '../teams/[team]/members/[user]/route.ts'
import * as members from '../teams/[team]/members/route.ts'
import * as access from '../teams/[team]/profiles/[profile]/access/route.ts'
import * as care from '../teams/[team]/profiles/[profile]/care/route.ts'
import * as check from '../teams/[team]/profiles/[profile]/check/route.ts'
import * as runningExport from '../teams/[team]/profiles/[profile]/exports/[export]/route.ts'
import * as grant from '../teams/[team]/profiles/[profile]/grants/[grant]/route.ts'
import * as grants from '../teams/[team]/profiles/[profile]/grants/route.ts'
import * as group from '../teams/[team]/profiles/[profile]/groups/[group]/route.ts'
import * as groups from '../teams/[team]/profiles/[profile]/groups/route.ts'
import * as moveJobs from '../teams/[team]/profiles/[profile]/move-jobs/route.ts'
import * as registryCheck from '../teams/[team]/profiles/[profile]/registry/check/route.ts'
import * as registry from '../teams/[team]/profiles/[profile]/registry/route.ts'
import * as restoreProfile from '../teams/[team]/profiles/[profile]/restore/route.ts'
import * as reveal from '../teams/[team]/profiles/[profile]/reveal/route.ts'
import * as rotation from '../teams/[team]/profiles/[profile]/rotation/route.ts'
import * as profile from '../teams/[team]/profiles/[profile]/route.ts'
import * as snippet from '../teams/[team]/profiles/[profile]/snippets/[kind]/route.ts'
import * as histogram from '../teams/[team]/profiles/[profile]/topics/[topic]/histogram/route.ts'
import * as record from '../teams/[team]/profiles/[profile]/topics/[topic]/records/[partition]/[offset]/route.ts'
import * as recordExport from '../teams/[team]/profiles/[profile]/topics/[topic]/records/export/route.ts'
import * as recordImport from '../teams/[team]/profiles/[profile]/topics/[topic]/records/import/route.ts'
import * as records from '../teams/[team]/profiles/[profile]/topics/[topic]/records/route.ts'
import * as topic from '../teams/[team]/profiles/[profile]/topics/[topic]/route.ts'
import * as topics from '../teams/[team]/profiles/[profile]/topics/route.ts'
import * as profileUsage from '../teams/[team]/profiles/[profile]/usage/route.ts'
import * as uses from '../teams/[team]/profiles/[profile]/uses/route.ts'
import * as versionCheck from '../teams/[team]/profiles/[profile]/versions/[version]/check/route.ts'
import * as comparison from '../teams/[team]/profiles/[profile]/versions/[version]/comparison/route.ts'
import * as promoteVersion from '../teams/[team]/profiles/[profile]/versions/[version]/promote/route.ts'
import * as rollbackVersion from '../teams/[team]/profiles/[profile]/versions/[version]/rollback/route.ts'
import * as version from '../teams/[team]/profiles/[profile]/versions/[version]/route.ts'
import * as versions from '../teams/[team]/profiles/[profile]/versions/route.ts'
import * as jobWebhook from '../teams/[team]/profiles/[profile]/webhooks/[webhook]/route.ts'
import * as jobWebhooks from '../teams/[team]/profiles/[profile]/webhooks/route.ts'
import * as deletedProfiles from '../teams/[team]/profiles/deleted/route.ts'
import * as importProfiles from '../teams/[team]/profiles/import/route.ts'
import * as push from '../teams/[team]/profiles/push/route.ts'
import * as profiles from '../teams/[team]/profiles/route.ts'
import * as reminders from '../teams/[team]/reminders/route.ts'
import * as team from '../teams/[team]/route.ts'
import * as signOn from '../teams/[team]/sign-on/route.ts'
import * as token from '../teams/[team]/tokens/[token]/route.ts'
import * as tokens from '../teams/[team]/tokens/route.ts'
import * as topicDecoders from '../teams/[team]/topics/[topic]/decoders/route.ts'
import * as topicSchema from '../teams/[team]/topics/[topic]/schemas/[schema]/route.ts'
import * as topicSchemas from '../teams/[team]/topics/[topic]/schemas/route.ts'
import * as teams from '../teams/route.ts'

const inTeam = '/api/teams/{team}'
const inProfile = `${inTeam}/profiles/{profile}`
const inTopic = `${inProfile}/topics/{topic}`

/** apiRoutes lists every route of the API by its path; a test compares it with the files. */
export const apiRoutes: Readonly<Record<string, RouteModule>> = {
  '/api/health': health,
  '/api/ready': ready,
  '/api/metrics': metrics,
  '/api/setup': setup,
  '/api/auth/reauthenticate': reauthenticate,
  '/api/account': account,
  '/api/account/passkeys': passkeys,
  '/api/account/passkeys/options': newPasskey,
  '/api/account/passkeys/{passkey}': passkey,
  '/api/account/password': password,
  '/api/account/sessions': sessions,
  '/api/account/sessions/{session}': session,
  '/api/account/totp': totp,
  '/api/account/totp/confirm': confirmTotp,
  '/api/account/recovery-codes': recoveryCodes,
  '/api/auth/invitation': offer,
  '/api/auth/invitation/accept': acceptInvitation,
  '/api/auth/reset': askReset,
  '/api/auth/reset/look': lookAtReset,
  '/api/auth/reset/complete': completeReset,
  '/api/auth/sign-in/email': signIn,
  '/api/auth/oidc/start': oidcStart,
  '/api/auth/oidc/callback': oidcCallback,
  '/api/auth/reauthenticate/options': proofOptions,
  '/api/auth/sign-in/passkey': passkeySignIn,
  '/api/auth/sign-in/passkey/options': passkeyOptions,
  '/api/auth/sign-in/second-factor': secondFactor,
  '/api/auth/sign-out': signOut,
  '/api/me': me,
  '/api/teams': teams,
  [inTeam]: team,
  [`${inTeam}/audit`]: audit,
  [`${inTeam}/audit/export`]: auditExport,
  [`${inTeam}/audit/verify`]: auditVerify,
  [`${inTeam}/members`]: members,
  [`${inTeam}/members/{user}`]: member,
  [`${inTeam}/members/{user}/reset-link`]: resetLink,
  [`${inTeam}/leave`]: leave,
  [`${inTeam}/invitations`]: invitations,
  [`${inTeam}/invitations/{invitation}`]: invitation,
  [`${inTeam}/sign-on`]: signOn,
  [`${inTeam}/credentials/parse`]: parse,
  [`${inTeam}/filters`]: savedFilters,
  [`${inTeam}/filters/check`]: checkFilter,
  [`${inTeam}/filters/{filter}`]: savedFilter,
  [`${inTeam}/tokens`]: tokens,
  [`${inTeam}/tokens/{token}`]: token,
  [`${inTeam}/topics/{topic}/decoders`]: topicDecoders,
  [`${inTeam}/topics/{topic}/schemas`]: topicSchemas,
  [`${inTeam}/topics/{topic}/schemas/{schema}`]: topicSchema,
  [`${inTeam}/profiles`]: profiles,
  [`${inTeam}/bundle`]: bundle,
  [`${inTeam}/bundle/import`]: importBundle,
  [`${inTeam}/profiles/import`]: importProfiles,
  [`${inTeam}/profiles/push`]: push,
  [`${inTeam}/profiles/deleted`]: deletedProfiles,
  [inProfile]: profile,
  [`${inProfile}/registry`]: registry,
  [`${inProfile}/registry/check`]: registryCheck,
  [`${inProfile}/restore`]: restoreProfile,
  [`${inProfile}/usage`]: profileUsage,
  [`${inProfile}/access`]: access,
  [`${inProfile}/grants`]: grants,
  [`${inProfile}/grants/{grant}`]: grant,
  [`${inProfile}/uses`]: uses,
  [`${inProfile}/check`]: check,
  [`${inProfile}/care`]: care,
  [`${inProfile}/webhooks`]: jobWebhooks,
  [`${inProfile}/webhooks/{webhook}`]: jobWebhook,
  [`${inProfile}/move-jobs`]: moveJobs,
  [`${inProfile}/reveal`]: reveal,
  [`${inProfile}/rotation`]: rotation,
  [`${inProfile}/snippets/{kind}`]: snippet,
  [`${inProfile}/versions/{version}/check`]: versionCheck,
  [`${inProfile}/versions/{version}/comparison`]: comparison,
  [`${inTeam}/reminders`]: reminders,
  [`${inProfile}/versions`]: versions,
  [`${inProfile}/versions/{version}`]: version,
  [`${inProfile}/versions/{version}/promote`]: promoteVersion,
  [`${inProfile}/versions/{version}/rollback`]: rollbackVersion,
  [`${inProfile}/topics`]: topics,
  [inTopic]: topic,
  [`${inProfile}/groups`]: groups,
  [`${inProfile}/groups/{group}`]: group,
  [`${inTopic}/histogram`]: histogram,
  [`${inTopic}/records`]: records,
  [`${inTopic}/records/export`]: recordExport,
  [`${inTopic}/records/import`]: recordImport,
  [`${inProfile}/exports/{export}`]: runningExport,
  [`${inTopic}/records/{partition}/{offset}`]: record,
  [`${inTeam}/egress`]: egress,
  [`${inTeam}/job-schedules`]: jobSchedules,
  [`${inTeam}/job-schedules/preview`]: previewSchedule,
  [`${inTeam}/job-schedules/{schedule}`]: jobSchedule,
  [`${inTeam}/job-templates`]: jobTemplates,
  [`${inTeam}/job-templates/{template}`]: jobTemplate,
  [`${inTeam}/jobs`]: jobs,
  [`${inTeam}/jobs/{job}`]: job,
  [`${inTeam}/jobs/{job}/events`]: jobEvents,
  [`${inTeam}/jobs/{job}/notices`]: jobNotices,
  [`${inTeam}/jobs/{job}/resume`]: resumeJob,
}
