import type { Tool, ToolContext, ToolResult } from '../../../src/core/ports/agent.ts';

const parameters = { type: 'object', properties: {}, required: [], additionalProperties: false };

/** A tool that does what the test says, and remembers what it was called with. */
export function fakeTool(
  name: string,
  run: (args: unknown, context: ToolContext) => Promise<ToolResult> | ToolResult,
): Tool & { readonly calls: readonly unknown[] } {
  const calls: unknown[] = [];
  return {
    name,
    description: `Does ${name}.`,
    parameters,
    calls,
    async run(args, context) {
      calls.push(args);
      return run(args, context);
    },
  };
}

/** A result without pages. */
export const said = (text: string): ToolResult => ({ text, pages: [] });
