import 'server-only'
import type { RouteModule } from '#lib/server/http/openapi.ts'
import * as signIn from '../auth/sign-in/email/route.ts'
import * as signOut from '../auth/sign-out/route.ts'
import * as health from '../health/route.ts'
import * as me from '../me/route.ts'
import * as metrics from '../metrics/route.ts'
import * as ready from '../ready/route.ts'
import * as setup from '../setup/route.ts'
import * as parse from '../teams/[team]/credentials/parse/route.ts'
import * as jobEvents from '../teams/[team]/jobs/[job]/events/route.ts'
import * as job from '../teams/[team]/jobs/[job]/route.ts'
import * as jobs from '../teams/[team]/jobs/route.ts'
import * as check from '../teams/[team]/profiles/[profile]/check/route.ts'
import * as profile from '../teams/[team]/profiles/[profile]/route.ts'
import * as record from '../teams/[team]/profiles/[profile]/topics/[topic]/records/[partition]/[offset]/route.ts'
import * as records from '../teams/[team]/profiles/[profile]/topics/[topic]/records/route.ts'
import * as topic from '../teams/[team]/profiles/[profile]/topics/[topic]/route.ts'
import * as topics from '../teams/[team]/profiles/[profile]/topics/route.ts'
import * as profiles from '../teams/[team]/profiles/route.ts'
import * as team from '../teams/[team]/route.ts'
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
  '/api/auth/sign-in/email': signIn,
  '/api/auth/sign-out': signOut,
  '/api/me': me,
  '/api/teams': teams,
  [inTeam]: team,
  [`${inTeam}/credentials/parse`]: parse,
  [`${inTeam}/profiles`]: profiles,
  [inProfile]: profile,
  [`${inProfile}/check`]: check,
  [`${inProfile}/topics`]: topics,
  [inTopic]: topic,
  [`${inTopic}/records`]: records,
  [`${inTopic}/records/{partition}/{offset}`]: record,
  [`${inTeam}/jobs`]: jobs,
  [`${inTeam}/jobs/{job}`]: job,
  [`${inTeam}/jobs/{job}/events`]: jobEvents,
}
