import type { KafkaRequest } from '../kafka-request.ts'
import { WireWriter } from '../wire-writer.ts'
import type { GroupAnswer } from './heartbeat.ts'

/** leaveGroupRequest: LeaveGroup v1, to the coordinator, so that the others need not wait for a session to end. */
export function leaveGroupRequest(group: string, memberId: string): KafkaRequest<GroupAnswer> {
  return {
    apiKey: 13,
    apiVersion: 1,
    name: 'LeaveGroup',
    body: new WireWriter().string(group).string(memberId).finish(),
    decode: (reader) => ({ throttleMs: reader.int32(), errorCode: reader.int16() }),
  }
}
