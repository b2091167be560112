// A page made where the user is, with the hour that the sun tells there.
interface At {
  readonly cf?: { readonly city?: string; readonly longitude?: string };
}

export default {
  fetch(request: Request & At): Response {
    const { city = 'somewhere', longitude = '0' } = request.cf ?? {};
    const utcHour = (Date.now() / 3_600_000) % 24;
    const hour = Math.floor((utcHour + Number(longitude) / 15 + 24) % 24);
    return new Response(`It is ${hour} o’clock by the sun of ${city}.\n`);
  },
};
