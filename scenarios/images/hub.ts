// The same in a regional cache (Lambda@Edge, origin request), behind the PoP's cache: it only runs when the PoP has no copy.
import { fetched } from './picture.ts';

export default {
  fetch(request: Request): Promise<Response> {
    return fetched(request);
  },
};
