// How long a body takes after its first byte: slow start from ten segments, then the access link's bandwidth.
import type { Figure } from '../platforms/platform.ts';

export const TRANSFER_FIGURES = {
  segmentBytes: {
    name: 'TCP: segment',
    value: 1460,
    unit: 'bytes',
    source: 'RFC 879 over Ethernet and IPv4',
    retrieved: '2026-11-21',
    confidence: 'documented',
  },
  initialSegments: {
    name: 'TCP: initial window',
    value: 10,
    unit: 'segments',
    source: 'RFC 6928',
    retrieved: '2026-11-21',
    confidence: 'documented',
  },
} as const satisfies Record<string, Figure>;

/**
 * Microseconds from the first to the last byte of a body: the window starts at ten segments (also after a pause, RFC 5681 section 4.1)
 * and doubles every round trip until a round trip's worth of bandwidth is in flight; then the link sets the pace.
 */
export function transferUs(options: { bytes: number; rttUs: number; bandwidthMbps: number }): number {
  const bytesPerUs = options.bandwidthMbps / 8;
  let windowBytes = TRANSFER_FIGURES.initialSegments.value * TRANSFER_FIGURES.segmentBytes.value;
  let left = options.bytes;
  let us = 0;
  while (left > windowBytes && windowBytes < options.rttUs * bytesPerUs) {
    left -= windowBytes;
    us += options.rttUs;
    windowBytes *= 2;
  }
  return Math.round(us + left / bytesPerUs);
}
