// Shows a visitor where they are.
export default {
  async fetch(request) {
    const { colo, city, country, continent, latitude, longitude, postalCode, region, timezone, asn } =
      request.cf;
    const rows = Object.entries({
      colo,
      city,
      country,
      continent,
      latitude,
      longitude,
      postalCode,
      region,
      timezone,
      asn,
    });
    const time = new Date(0).toLocaleTimeString('en-US', { timeZone: timezone });
    const html = `<!DOCTYPE html><title>Geo</title><body>${rows.map(([name, value]) => `<p>${name}: ${value}</p>`).join('')}<p>${time}</p></body>`;
    return new Response(html, { headers: { 'content-type': 'text/html;charset=UTF-8' } });
  },
};
