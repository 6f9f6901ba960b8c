import type { AnswerFile, Part, Reply } from '../ports/place.ts';
import type { Logger } from '../ports/system.ts';
import type { EditBudget } from './edit-budget.ts';
import { writeOnce } from './write-once.ts';

export interface AttachFilesOptions<P extends Part> {
  readonly reply: Pick<Reply<P>, 'attach' | 'budget'>;
  readonly budget: EditBudget;
  readonly logger: Logger;
}

/** Attaches files in order, behind so many messages. False when one was refused; those after it are not tried. */
export async function attachFiles<P extends Part>(
  { reply, budget, logger }: AttachFilesOptions<P>,
  files: readonly AnswerFile[],
  messages: number,
): Promise<boolean> {
  for (const file of files) {
    const error = await writeOnce(
      budget,
      () => reply.budget(messages),
      async () => reply.attach?.(file),
    );
    if (!error) continue;
    logger.warn({ err: error }, 'A file could not be attached: the answer is shown in messages alone.');
    return false;
  }
  return true;
}
