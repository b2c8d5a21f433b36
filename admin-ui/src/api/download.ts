/** Files that the server writes on demand: fetched with progress, and saved under a name. */
import { ApiProblem, problemOf } from './client';

interface Answer {
  data?: ReadableStream<Uint8Array<ArrayBuffer>> | null;
  error?: unknown;
  response: Response;
}

/** Reads to the end, telling how many bytes came, and has the browser save it. */
export async function save(asking: Promise<Answer>, name: string, told: (bytes: number) => void): Promise<void> {
  const { data, error, response } = await asking;
  if (!response.ok) throw problemOf(response, error);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = data?.getReader();
  if (!reader) throw new ApiProblem(0, 'network');
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    parts.push(read.value);
    bytes += read.value.byteLength;
    told(bytes);
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(parts, { type: response.headers.get('Content-Type') ?? '' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
