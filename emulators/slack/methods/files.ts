import { z } from 'zod';
import { countArg } from '../args.ts';
import { toApiFile } from '../message.ts';
import { createMethod, type Methods } from '../method.ts';
import type { Posting } from '../posting.ts';
import { enforce } from '../slack-error.ts';
import type { Uploads } from '../uploads.ts';

const scope = 'files:write';

/** The two methods of an upload. `uploadUrl`: where the file with this id is posted to in between. */
export function createFileMethods(posting: Posting, uploads: Uploads, uploadUrl: (id: string) => string): Methods {
  const getUploadUrl = createMethod({
    scope,
    args: z.object({ filename: z.string().min(1), length: countArg.nonoptional() }),
    run: ({ filename }) => {
      const id = uploads.announce(filename);
      return { upload_url: uploadUrl(id), file_id: id };
    },
  });

  const complete = createMethod({
    scope,
    args: z.object({
      files: z.array(z.object({ id: z.string(), title: z.string().optional() })).min(1),
      channel_id: z.string().optional(),
      thread_ts: z.string().optional(),
      initial_comment: z.string().default(''),
    }),
    run: ({ files: asked, channel_id: channel, thread_ts: threadTs, initial_comment: comment }) => {
      const place = channel === undefined ? undefined : posting.writableChannel(channel);
      const files = asked.map(({ id, title }) => {
        const file = uploads.take(id, title);
        enforce('upload', file, `no upload ${id}`);
        return file;
      });
      if (place !== undefined) posting.share({ channel: place.id, threadTs }, files, comment);
      return { files: files.map(toApiFile) };
    },
  });

  return [
    ['files.getUploadURLExternal', getUploadUrl],
    ['files.completeUploadExternal', complete],
  ];
}
