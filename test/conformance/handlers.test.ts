// Compares whole handlers with the real runtime: every request's status, headers and body, by the answers on record.
import { describe, expect, test } from 'vitest';
import { handlerRequests, recordedHandlers } from './handler-file.ts';
import { ourHandlerAnswers } from './ours.ts';

const recorded = recordedHandlers();
const handlers = Object.entries(handlerRequests());

describe('whole handlers', () => {
  test('are 70 or more, and all on record', () => {
    expect(handlers.length).toBeGreaterThanOrEqual(70);
    expect(handlers.map(([name]) => name)).toEqual(Object.keys(recorded));
  });

  test.each(handlers)('%s answers as on workerd', async (name, requests) => {
    expect(await ourHandlerAnswers(name, requests)).toEqual(recorded[name]);
  });
});
