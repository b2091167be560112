// The site in Virginia. Under /market/device a page is the same for everybody; without, it depends on the user agent and the country.
import { dataHostOf, deviceOf, marketOf } from './visitor.ts';

const ITEM = {
  phone: '<li>A small picture and a price</li>',
  desktop: '<li>A large picture, a price, and a paragraph of text beside it</li>',
};

export default {
  async fetch(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    const country = request.cf?.country as string | undefined;
    if (pathname === '/account') return fetch(`${dataHostOf(country)}/account`);
    const [, market = marketOf(country), device = deviceOf(request.headers.get('user-agent'))] =
      /^\/(eu|us|br|jp|in|world)\/(phone|desktop)\//.exec(pathname) ?? [];
    const item = device === 'phone' ? ITEM.phone : ITEM.desktop;
    return new Response(`<!doctype html><html class="${market} ${device}"><ul>${item.repeat(150)}</ul>`, {
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'public, max-age=120',
        vary: pathname.startsWith(`/${market}/`) ? 'accept-encoding' : 'user-agent, cf-ipcountry',
      },
    });
  },
};
