import { globSync } from 'node:fs'
import { expect, it } from 'vitest'
import { describeApi } from '#lib/server/http/openapi.ts'
import { actions } from '#lib/shared/team.ts'
import { apiRoutes } from './routes.ts'

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
/** The contract describes itself, and what catches every other path, by being there. */
const undescribed = ['/api/openapi.json', '/api/{...path}']

it('lists every route that there is a file for', () => {
  const files = globSync('app/api/**/route.ts')
  const paths = files.map((file) => `/${file.slice('app/'.length, -'/route.ts'.length)}`)
  const expected = paths.map((path) => path.replaceAll('[', '{').replaceAll(']', '}'))
  expect(Object.keys(apiRoutes).sort()).toEqual(expected.filter((path) => !undescribed.includes(path)).sort())
})

it('guards every path under a team by membership and a right, and no handler is without its declaration', () => {
  for (const [path, module] of Object.entries(apiRoutes)) {
    for (const method of methods) {
      const spec = module[method]?.spec
      if (!module[method]) continue
      expect(spec, `${method} ${path}`).toBeDefined()
      expect(spec?.summary, `${method} ${path}`).toMatch(/^[A-Z]/)
      const isInTeam = path.startsWith('/api/teams/{team}')
      expect(spec?.access === 'team', `${method} ${path}`).toBe(isInTeam)
      if (isInTeam) expect(actions, `${method} ${path}`).toContain(spec?.action)
    }
  }
})

it('can be written as JSON', () => {
  const document = JSON.parse(JSON.stringify(describeApi(apiRoutes))) as { paths: object }
  expect(Object.keys(document.paths)).toHaveLength(Object.keys(apiRoutes).length)
})
