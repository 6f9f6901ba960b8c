import { z } from 'zod';
import type { Tool, ToolContext, ToolResult } from '../core/ports/agent.ts';

/** A tool whose arguments are described and checked by one schema: a strict object of properties that are all required. */
export function createTool<Shape extends z.core.$ZodShape>(definition: {
  readonly name: string;
  readonly description: string;
  readonly args: z.ZodObject<Shape, z.core.$strict>;
  readonly run: (args: z.output<z.ZodObject<Shape, z.core.$strict>>, context: ToolContext) => Promise<ToolResult>;
}): Tool {
  const { name, description, args: schema } = definition;
  const { $schema, ...parameters } = z.toJSONSchema(schema);
  return {
    name,
    description,
    parameters: { ...parameters, required: parameters.required ?? [] },
    async run(args, context) {
      const parsed = schema.safeParse(args);
      if (parsed.success) return definition.run(parsed.data, context);
      const wrong = parsed.error.issues
        .slice(0, 5)
        .map(({ path, message }) => `${path.join('.') || 'all'}: ${message}`);
      return { text: `Error: these arguments do not fit the tool. ${wrong.join('; ')}`, pages: [], failed: true };
    },
  };
}
