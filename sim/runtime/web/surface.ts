// The realm's names: classes and functions that are the same for every isolate, hardened once; one row a name.
import { Body } from './body.ts';
import { Headers } from './headers.ts';
import type { SharedName } from './names.ts';
import { Request } from './request.ts';
import { Response } from './response.ts';

/** Names that handlers read straight from the realm; what differs from isolate to isolate stands in isolate-globals.ts. */
export const surface: Readonly<Record<SharedName, unknown>> = { Body, Headers, Request, Response };
