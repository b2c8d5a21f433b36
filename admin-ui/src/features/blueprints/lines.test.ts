import { describe, expect, it } from 'vitest';
import { lines } from './lines';

describe('lines', () => {
  it('are whole however their bytes come', async () => {
    const bytes = new TextEncoder().encode('{"a":"ñ"}\n\n{"b":2}\n{"c":3}');
    const stream = new ReadableStream<Uint8Array>({
      start(out) {
        for (const byte of bytes) out.enqueue(new Uint8Array([byte]));
        out.close();
      },
    });
    const read: string[] = [];
    for await (const line of lines(stream)) read.push(line);
    expect(read).toEqual(['{"a":"ñ"}', '{"b":2}', '{"c":3}']);
  });
});
