// What is known of a visitor without asking: a market from the country that the PoP knows, a kind of device from the user agent.

const EU = 'AT BE BG HR CY CZ DE DK EE ES FI FR GR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');

const MARKETS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(EU.map((country) => [country, 'eu'])),
  US: 'us',
  CA: 'us',
  BR: 'br',
  JP: 'jp',
  IN: 'in',
};

/** The market whose prices, language and law apply. */
export function marketOf(country: string | undefined): string {
  return MARKETS[country ?? ''] ?? 'world';
}

/** Two kinds are enough for the layout; user agents themselves are many thousands. */
export function deviceOf(userAgent: string | null): 'phone' | 'desktop' {
  return /Mobile|iPhone/.test(userAgent ?? '') ? 'phone' : 'desktop';
}

/** The host that holds a member's data: Frankfurt for residents of the EU, Virginia for everybody else. */
export function dataHostOf(country: string | undefined): string {
  return marketOf(country) === 'eu' ? 'https://eu.data.example' : 'https://us.data.example';
}
