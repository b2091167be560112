// A listener in a CommonJS module that imports nothing.
module.exports = (req, res) => {
  res.end(`listener of ${req.url}`);
};
