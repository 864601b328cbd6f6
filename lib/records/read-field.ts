const STEP = /[^.[\]]+|\[\d{1,9}\]/g
const INDEX = /^\[(\d+)\]$/

/**
 * fieldReader gives a function that finds a field of a JSON value by its path, `order.lines[0].id`: undefined where
 * there is none. A name that holds dots, as a column's may, is found as it stands when it is the value's own.
 */
export function fieldReader(path: string): (json: unknown) => unknown {
  const steps = (path.match(STEP) ?? []).map((step) => INDEX.exec(step)?.[1] ?? step)
  return (json) => {
    const whole = own(json, path)
    if (whole !== undefined) return whole
    let at = json
    for (const step of steps) at = own(at, step)
    return at
  }
}

function own(json: unknown, name: string): unknown {
  // parseJson makes a map of an object whose own field would hide what it is.
  if (json instanceof Map) return json.get(name)
  if (typeof json !== 'object' || json === null || !Object.hasOwn(json, name)) return undefined
  return (json as Readonly<Record<string, unknown>>)[name]
}
