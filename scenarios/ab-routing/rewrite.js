// The same router as a CloudFront Function (viewer request): no network and no imports, it only writes another path for CloudFront's cache.
function variantOf(visitor) {
  let hash = 0x811c9dc5;
  for (let i = 0; i < visitor.length; i++) hash = Math.imul(hash ^ visitor.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % 100 < 20 ? 'b' : 'a';
}

// oxlint-disable-next-line no-unused-vars -- CloudFront calls it by this name
function handler(event) {
  const { request } = event;
  const { visitor } = request.cookies;
  request.uri = `/${variantOf(visitor === undefined ? '' : visitor.value)}${request.uri}`;
  request.cookies = {};
  return request;
}
