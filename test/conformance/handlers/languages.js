// Chooses a language by preference.
const TEXTS = { en: 'Good day', de: 'Guten Tag', fr: 'Bonjour', ja: '\u3053\u3093\u306b\u3061\u306f' };

function preferred(header) {
  return header
    .split(',')
    .map((part) => {
      const [tag, q = 'q=1'] = part.trim().split(/\s*;\s*/);
      return { tag: tag.toLowerCase().split('-')[0], weight: Number(q.replace('q=', '')) };
    })
    .sort((a, b) => b.weight - a.weight)
    .find(({ tag }) => Object.hasOwn(TEXTS, tag))?.tag;
}

export default {
  async fetch(request) {
    const language = preferred(request.headers.get('accept-language') ?? '') ?? 'en';
    const when = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }).format(
      new Date(0),
    );
    return new Response(`${TEXTS[language]} ${when}`, {
      headers: { 'content-language': language, vary: 'accept-language' },
    });
  },
};
