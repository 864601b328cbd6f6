import { expect, it } from 'vitest'
import { z } from 'zod'
import { describeApi } from './openapi.ts'
import { publicRoute } from './public-route.ts'

it('describes a route by the schemas that it checks with', () => {
  const POST = publicRoute(
    {
      summary: 'Echoes.',
      query: z.strictObject({ times: z.coerce.number().int().default(1) }),
      body: z.strictObject({ text: z.string().max(5) }),
      response: z.object({ text: z.string() }),
      status: 201,
    },
    ({ body }) => body,
  )
  const document = describeApi({ '/api/echo/{id}': { POST } })
  expect(document.paths).toEqual({
    '/api/echo/{id}': {
      post: {
        summary: 'Echoes.',
        security: [],
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
          {
            name: 'times',
            in: 'query',
            required: false,
            schema: {
              type: 'integer',
              default: 1,
              minimum: Number.MIN_SAFE_INTEGER,
              maximum: Number.MAX_SAFE_INTEGER,
            },
          },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: { text: { type: 'string', maxLength: 5 } },
                required: ['text'],
                additionalProperties: false,
              },
            },
          },
        },
        responses: {
          201: {
            description: 'Good.',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  properties: { text: { type: 'string' } },
                  required: ['text'],
                  additionalProperties: false,
                },
              },
            },
          },
          default: {
            description: 'What went wrong, and what to do.',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
          },
        },
      },
    },
  })
})
