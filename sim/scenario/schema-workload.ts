// The part of the scenario schema about users and the requests they send.
import * as z from 'zod';
import { COUNTRY_CODE, number, refuse, share, text, wholeNumber, nameOf } from './fields.ts';
import { accessTypes, cityExpectation, cityNamed, countryCodes } from './words.ts';

/** HTTP methods that a request may be written with. */
const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete'] as const;

const city = text('a city').superRefine((name, context) => {
  if (cityNamed(name) === undefined) refuse(context, cityExpectation(name));
});

const somewhere = z
  .strictObject({
    countries: z
      .array(nameOf(COUNTRY_CODE, countryCodes), { error: 'a list of country codes such as [BR, SG]' })
      .min(1, { error: 'at least one country' })
      .optional()
      .describe('ISO 3166-1 alpha-2 codes.'),
    cities: z
      .array(city, { error: 'a list of cities such as [Lyon, Osaka]' })
      .min(1, { error: 'at least one city' })
      .optional()
      .describe('Cities by name, or by name and country: "Lyon,FR".'),
    weights: z
      .record(z.string(), number('a weight', { lowest: 0, highest: 1e9 }), {
        error: 'a mapping of the countries and cities to weights',
      })
      .optional()
      .describe(
        'How many users live there in relation to the others; where internet users live when absent.',
      ),
  })
  .refine((value) => value.countries !== undefined || value.cities !== undefined, {
    error: '"countries" or "cities"',
  })
  .superRefine(({ countries = [], cities = [], weights }, context) => {
    if (weights === undefined) return;
    const named = [...countries, ...cities];
    const stranger = Object.keys(weights).find((name) => !named.includes(name));
    const missing = named.find((name) => weights[name] === undefined);
    if (stranger !== undefined)
      refuse(context, {
        expected: `a weight for a country or city named above: ${named.slice(0, 8).join(', ')}`,
        path: ['weights', stranger],
      });
    else if (missing !== undefined)
      refuse(context, { expected: `a weight for ${missing} too`, path: ['weights'] });
    else if (Object.values(weights).every((weight) => weight === 0))
      refuse(context, { expected: 'at least one weight above 0', path: ['weights'] });
  });

const access = z
  .partialRecord(nameOf('access network', accessTypes), share(), {
    error: 'a mapping of access networks to shares',
  })
  .refine((shares) => Object.values(shares).some((value) => (value ?? 0) > 0), {
    error: 'at least one share above 0%',
  });

/** Who sends requests. */
export const usersSchema = z
  .strictObject({
    from: z
      .union([z.literal('world'), somewhere], { error: 'world, or a mapping with "countries" or "cities"' })
      .default('world')
      .describe('Where users live: weighted by where internet users live.'),
    count: wholeNumber('a number of users', { lowest: 1, highest: 10_000_000 })
      .default(20_000)
      .describe('How many distinct users there are; each lives in one place.'),
    access: access
      .prefault({ fibre: '40%', cable: '20%', 'cellular-4g': '40%' })
      .describe('Shares of access networks; they are scaled to 100%.'),
    accessByCountry: z
      .partialRecord(nameOf(COUNTRY_CODE, countryCodes), access, {
        error: 'a mapping of country codes to access networks with shares',
      })
      .default({})
      .describe(
        'Other shares of access networks in some countries: { IN: { cellular-4g: 90%, fibre: 10% } }.',
      ),
  })
  .describe('Who sends requests, and from where.');

const path = z
  .string({ error: 'a path that begins with /' })
  .max(8192, { error: 'a path of at most 8192 characters' })
  .regex(/^\/\S*$/, { error: 'a path that begins with / and holds no spaces' })
  .optional();

/** One kind of request in the mix. */
export const requestSchema = z
  .strictObject({
    name: text('a name')
      .optional()
      .describe('Used in reports and profiles; the method and path when absent.'),
    weight: number('a weight', { lowest: 0, highest: 1e9 })
      .default(1)
      .describe('Share of requests, scaled over the mix.'),
    get: path.describe('Path of a GET request; {user}, {session}, {n}, {jwt} and {hot} are filled in.'),
    head: path,
    post: path.describe('Path of a POST request.'),
    put: path,
    patch: path,
    delete: path,
    headers: z
      .record(
        z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/, { error: 'a header name' }),
        z
          .string({ error: 'a header value (text; quote numbers)' })
          .max(16_384)
          .regex(/^[^\r\n\0]*$/, { error: 'a header value on one line' }),
        { error: 'a mapping of header names to values' },
      )
      .default({}),
    body: text('a body').optional().describe('Text that is sent.'),
  })
  .transform((value, context) => {
    const methods = METHODS.filter((method) => value[method] !== undefined);
    const [method, second] = methods;
    const target = method === undefined ? undefined : value[method];
    if (method === undefined || target === undefined || second !== undefined) {
      refuse(context, { expected: 'exactly one method with its path, such as "get: /"' });
      return z.NEVER;
    }
    if (value.body !== undefined && (method === 'get' || method === 'head'))
      refuse(context, { expected: `no body in a ${method.toUpperCase()} request`, path: ['body'] });
    const { name = `${method.toUpperCase()} ${target}`, weight, headers, body } = value;
    return {
      name,
      weight,
      method: method.toUpperCase(),
      path: target,
      headers: Object.entries(headers),
      body: body ?? null,
    };
  })
  .meta({ examples: [{ name: 'profile', weight: 80, get: '/me' }] });
