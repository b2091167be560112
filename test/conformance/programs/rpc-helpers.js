// What behaviours of remote calls share.

export const tag = (value) => Object.prototype.toString.call(value);
export const remote =
  (run) =>
  ({ ctx, env }) =>
    run(ctx.exports.Remote, env, ctx);
/** What a call fails with: name, message, whether it is marked as remote, and its own members. */
export const failure = async (run) => {
  try {
    return await run();
  } catch (error) {
    return [
      error.name,
      error.message,
      error.remote ?? null,
      Object.keys(error).length,
      error.constructor.name,
    ];
  }
};
export const refused = (run) => remote((service) => failure(() => run(service)));
