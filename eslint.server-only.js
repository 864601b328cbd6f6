/**
 * serverOnlyFirst demands that a server file begins with `import 'server-only'`, so that no bundler can carry it
 * into the browser by a chain of imports that nobody noticed.
 */
export const serverOnlyFirst = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { missing: "The first line of a server file is: import 'server-only'" },
  },
  create(context) {
    return {
      Program(node) {
        const [first] = node.body
        const isThere = first?.type === 'ImportDeclaration' && first.source.value === 'server-only'
        if (!isThere) context.report({ node: first ?? node, messageId: 'missing' })
      },
    }
  },
}
