// The platform's own code: finds out whose site is asked for and calls that customer's handler, which runs in an isolate of its own on the same server.

interface Customer {
  fetch(request: Request): Promise<Response>;
}

type Env = Readonly<Record<string, Customer>> & { readonly CUSTOMERS: string; readonly VISITORS: string };

/** A visitor's favourite site: low numbers have many visitors, high ones few. */
function siteOf(visitor: number, env: Env): number {
  const share = visitor / Number(env.VISITORS);
  return Math.floor(share * share * Number(env.CUSTOMERS));
}

export default {
  fetch(request: Request, env: Env): Promise<Response> | Response {
    const visitor = Number(new URL(request.url).pathname.slice(1));
    const customer = env[`CUSTOMER${siteOf(visitor, env)}`];
    return customer === undefined ? new Response('No such site', { status: 404 }) : customer.fetch(request);
  },
};
