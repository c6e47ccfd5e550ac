/** Rules for the linter that it has no name for: the clock is read, and chance is taken, at the outer edge only. */

const noClock = {
  meta: {
    type: 'problem',
    docs: { description: 'the wall clock is handed in, never read where it is needed' },
  },
  create(context) {
    const report = (node) =>
      context.report({ node, message: 'Hand the time in: the clock is read at the outer edge only.' });
    return {
      NewExpression(node) {
        if (node.callee.type === 'Identifier' && node.callee.name === 'Date' && node.arguments.length === 0)
          report(node);
      },
      CallExpression(node) {
        if (node.callee.type === 'Identifier' && node.callee.name === 'Date') report(node);
      },
    };
  },
};

export default { meta: { name: 'blastpit' }, rules: { 'no-clock': noClock } };
