import { queryOptions } from '@tanstack/react-query'
import { RegistryCheckSchema, RegistrySchema, type SetRegistry } from '#lib/shared/schema-registry.ts'
import {
  type AddTopicSchema,
  type ChooseDecoders,
  TopicDecodersSchema,
  TopicSchemaListSchema,
  TopicSchemaSchema,
} from '#lib/shared/topic-schema.ts'
import { fetchJson, request } from '../api.ts'
import { profilePath, teamPath } from './profiles.ts'

const topicPath = (team: string, topic: string) => `${teamPath(team)}/topics/${encodeURIComponent(topic)}`

/** topicDecodersQuery: how the team reads a topic. */
export function topicDecodersQuery(team: string, topic: string) {
  return queryOptions({
    queryKey: ['teams', team, 'decoders', topic],
    queryFn: ({ signal }) => fetchJson(TopicDecodersSchema, `${topicPath(team, topic)}/decoders`, { signal }),
    staleTime: 10_000,
  })
}

export function chooseDecoders(team: string, topic: string, body: ChooseDecoders) {
  return fetchJson(TopicDecodersSchema, `${topicPath(team, topic)}/decoders`, { method: 'PUT', body })
}

/** topicSchemasQuery: the schemas that were uploaded for a topic. */
export function topicSchemasQuery(team: string, topic: string) {
  return queryOptions({
    queryKey: ['teams', team, 'schemas', topic],
    queryFn: ({ signal }) =>
      fetchJson(TopicSchemaListSchema, `${topicPath(team, topic)}/schemas`, { signal }),
    staleTime: 10_000,
  })
}

export function addTopicSchema(team: string, topic: string, body: AddTopicSchema) {
  return fetchJson(TopicSchemaSchema, `${topicPath(team, topic)}/schemas`, { body })
}

export async function deleteTopicSchema(team: string, topic: string, id: string): Promise<void> {
  await request(`${topicPath(team, topic)}/schemas/${id}`, { method: 'DELETE' })
}

/** registryQuery: a profile's schema registry, without its secret. */
export function registryQuery(team: string, profile: string) {
  return queryOptions({
    queryKey: ['teams', team, 'registry', profile],
    queryFn: ({ signal }) => fetchJson(RegistrySchema, `${profilePath(team, profile)}/registry`, { signal }),
    staleTime: 10_000,
  })
}

export function setRegistry(team: string, profile: string, body: SetRegistry) {
  return fetchJson(RegistrySchema, `${profilePath(team, profile)}/registry`, { method: 'PUT', body })
}

export async function deleteRegistry(team: string, profile: string): Promise<void> {
  await request(`${profilePath(team, profile)}/registry`, { method: 'DELETE' })
}

export function checkRegistry(team: string, profile: string) {
  return fetchJson(RegistryCheckSchema, `${profilePath(team, profile)}/registry/check`, { method: 'POST' })
}
