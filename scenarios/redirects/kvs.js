// The rules in a CloudFront KeyValueStore, which lies whole in every PoP: a CloudFront Function looks them up.
import cf from 'cloudfront';

const rules = cf.kvs();

// oxlint-disable-next-line no-unused-vars -- CloudFront calls it by this name
async function handler(event) {
  const { uri } = event.request;
  if (!(await rules.exists(uri))) return { statusCode: 404, statusDescription: 'Not Found' };
  const value = await rules.get(uri);
  return { statusCode: 301, statusDescription: 'Moved Permanently', headers: { location: { value } } };
}
