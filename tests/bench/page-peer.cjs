// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 the Anfang authors
//
// fastify over better-sqlite3 with the rows of a ledger: page-peer.cjs DATABASE ROWS.json. The rows
// are written into a table of their own columns, then served page by page: a prepared statement, a
// keyset, and a response schema, from which fastify compiles its serializer.
const fs = require("node:fs");
const Database = require("better-sqlite3");
const fastify = require("fastify");

const [, , file, rowsFile] = process.argv;
const rows = JSON.parse(fs.readFileSync(rowsFile, "utf8"));
const types = {};
for (const row of rows)
  for (const [name, value] of Object.entries(row))
    types[name] = Array.isArray(value) ? "array" : typeof value === "number" ? "integer" : "string";
const names = Object.keys(types);
const lists = names.filter((name) => types[name] === "array");

const db = new Database(file);
db.pragma("journal_mode = WAL");
const columns = names.map((name) => `"${name}" ${types[name] === "integer" ? "INTEGER" : "TEXT"}`);
db.exec(`CREATE TABLE finding (seq INTEGER PRIMARY KEY, ${columns.join(", ")})`);
const insert = db.prepare(
  `INSERT INTO finding (${names.map((n) => `"${n}"`)}) VALUES (${names.map(() => "?")})`,
);
db.transaction(() => {
  for (const row of rows)
    insert.run(names.map((n) => (types[n] === "array" ? JSON.stringify(row[n] ?? []) : row[n] ?? null)));
})();

const select = db.prepare(
  `SELECT seq, ${names.map((n) => `"${n}"`)} FROM finding WHERE seq > ? ORDER BY seq LIMIT ?`,
);
const properties = Object.fromEntries(
  names.map((n) => [
    n,
    types[n] === "array" ? { type: "array", items: { type: "string" } } : { type: types[n] },
  ]),
);
const app = fastify();
app.get(
  "/findings",
  {
    schema: {
      querystring: {
        type: "object",
        properties: {
          limit: { type: "integer", minimum: 1, maximum: 200, default: 50 },
          after: { type: "integer", minimum: 0, default: 0 },
        },
      },
      response: {
        200: {
          type: "object",
          properties: {
            items: { type: "array", items: { type: "object", properties } },
            next: { type: ["string", "null"] },
          },
        },
      },
    },
  },
  (request, reply) => {
    const { limit, after } = request.query;
    const items = select.all(after, limit);
    const next = items.length === limit ? String(items[items.length - 1].seq) : null;
    for (const item of items) for (const name of lists) item[name] = JSON.parse(item[name]);
    reply.send({ items, next });
  },
);
app.listen({ host: "127.0.0.1", port: 0 }).then((url) => console.log(`listening on ${url}`));
