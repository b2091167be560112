// The catalogue: three questions, each of which needs the answer to the one before, asked of a database or of the server that has it.

export interface Product {
  readonly id: number;
  readonly name: string;
  readonly price: number;
}

/** What a page asks for. */
export interface Catalogue {
  onShelf(shelf: number): Promise<readonly Product[]>;
  price(product: number): Promise<number>;
  after(product: number): Promise<readonly Product[]>;
}

interface Statement {
  bind(...values: unknown[]): Statement;
  all(): Promise<{ results: Product[] }>;
}

/** A binding of a SQL database. */
export interface Database {
  prepare(sql: string): Statement;
}

/** Asked by SQL. */
export function bySql(database: Database): Catalogue {
  const query = async (sql: string, value: number): Promise<Product[]> =>
    (await database.prepare(sql).bind(value).all()).results;
  return {
    onShelf: (shelf) => query('SELECT * FROM products WHERE shelf = ?', shelf),
    price: async (id) => (await query('SELECT * FROM products WHERE id = ?', id))[0]?.price ?? 0,
    after: (id) => query('SELECT * FROM products WHERE id > ? LIMIT 5', id),
  };
}

/** Asked of the server that has the database. */
export function byFetch(server: string): Catalogue {
  const ask = async (path: string) => (await fetch(`${server}${path}`)).json();
  return {
    onShelf: (shelf) => ask(`/on-shelf/${shelf}`),
    price: (id) => ask(`/price/${id}`),
    after: (id) => ask(`/after/${id}`),
  };
}
