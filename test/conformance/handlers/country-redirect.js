// Sends visitors to the site of their country.
const SITES = { US: 'https://example.com/us', DE: 'https://example.com/de' };

export default {
  async fetch(request) {
    const { country, isEUCountry } = request.cf ?? {};
    if (country !== undefined && country in SITES) return Response.redirect(SITES[country]);
    return Response.json({
      country,
      eu: isEUCountry ?? null,
      upstream: await (await fetch('http://upstream.test/text', request)).text(),
    });
  },
};
