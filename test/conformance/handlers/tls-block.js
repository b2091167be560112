// Refuses old versions of TLS.
export default {
  async fetch(request) {
    try {
      const { tlsVersion } = request.cf;
      if (tlsVersion !== 'TLSv1.2' && tlsVersion !== 'TLSv1.3')
        return new Response('Please use TLS version 1.2 or higher.', { status: 403 });
      return fetch('http://upstream.test/text');
    } catch (error) {
      return new Response(`Error: ${error.message}`, { status: 500 });
    }
  },
};
