import type { SharedFile } from './message.ts';

/** Files on their way into a channel: announced, uploaded, then shared once. */
export interface Uploads {
  /** A new file: its id, which is also the last part of its upload path. */
  announce(name: string): string;
  /** Takes the bytes. `false`: no such file. */
  receive(id: string, content: string): boolean;
  /** The uploaded file, which is gone afterwards; `undefined` when it was not uploaded. */
  take(id: string, title: string | undefined): SharedFile | undefined;
}

/** No files yet. */
export function createUploads(): Uploads {
  const waiting = new Map<string, { name: string; content: string | undefined }>();
  let count = 0;

  return {
    announce: (name) => {
      count += 1;
      const id = `F${String(count).padStart(9, '0')}`;
      waiting.set(id, { name, content: undefined });
      return id;
    },
    receive: (id, content) => {
      const file = waiting.get(id);
      if (file === undefined) return false;
      file.content = content;
      return true;
    },
    take: (id, title) => {
      const { name = '', content } = waiting.get(id) ?? {};
      if (content === undefined) return undefined;
      waiting.delete(id);
      return { id, name, title: title ?? name, content };
    },
  };
}

/** The file in the body of an upload: as it is, or as the one part of a form. */
export async function uploadedText(body: string, contentType = ''): Promise<string> {
  if (!contentType.startsWith('multipart/form-data')) return body;
  const form = await new Response(body, { headers: { 'content-type': contentType } }).formData();
  for (const [, part] of form) return typeof part === 'string' ? part : part.text();
  return '';
}
