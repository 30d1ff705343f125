/**
 * Who is told of what happens (`sealed` holds the key of the signature, user and password), what was said, and to whom it still has
 * to be said. What several are told is stored once.
 */
export const webhooks = `
  CREATE TABLE webhooks (
    id TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    events TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    public_only INTEGER NOT NULL,
    active INTEGER NOT NULL,
    sealed TEXT NOT NULL,
    last TEXT
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE messages (id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, body TEXT NOT NULL) STRICT;

  CREATE TABLE deliveries (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    hook TEXT NOT NULL REFERENCES webhooks (id),
    message TEXT NOT NULL,
    tries INTEGER NOT NULL,
    next_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX deliveries_by_hook ON deliveries (hook, n, next_at);
  CREATE INDEX deliveries_by_time ON deliveries (hook, next_at);
  CREATE INDEX deliveries_by_message ON deliveries (message);
`;
