import 'server-only'

/** A schema that was uploaded for a topic. */
export interface TopicSchemaTable {
  id: string
  teamId: string
  topic: string
  name: string
  kind: string
  text: string
  /** Protobuf only: the message that records are. */
  message: string | null
  createdAt: string
  createdBy: string
}

/** The decoders that a team chose for a topic. */
export interface TopicDecoderTable {
  teamId: string
  topic: string
  keyDecoder: string
  valueDecoder: string
  updatedAt: string
  updatedBy: string
}

/** A profile's schema registry, to be shown. What is asked comes from the sealed copy (secretVersion, version 0). */
export interface SchemaRegistryTable {
  profileId: string
  teamId: string
  url: string
  username: string | null
  login: string
  hasAuthority: number
  updatedAt: string
  updatedBy: string
}
