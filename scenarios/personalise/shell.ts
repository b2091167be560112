// The page without the person: the same for everybody, with two empty places that name and basket go into.
const ITEM =
  '<li><h3>A thing</h3><p>What it is good for, in two lines of text that everybody reads.</p></li>';

/** The head and the greeting come first, so that a browser can begin to draw while the rest is on its way. */
export const SHELL = `<!doctype html><html lang="en"><head><title>Shop</title><style>body{font:16px sans-serif}</style></head>
<body><h1>Offers of the day</h1><ul>${ITEM.repeat(120)}</ul>
<aside><p id="hello">Hello</p><p id="basket">Your basket</p></aside></body></html>`;
