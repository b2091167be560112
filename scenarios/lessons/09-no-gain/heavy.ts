// A page that has to compute: a long series, for longer than some plans allow.
export default {
  fetch(): Response {
    let sum = 0;
    for (let n = 1; n < 12_000_000; n++) sum += 1 / (n * n + 1);
    return new Response(`${sum}\n`);
  },
};
